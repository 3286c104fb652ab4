import type { Text } from '@skein/kernel'

/** A copy could not begin, or continue. Nothing that was copied is lost; the same copy again continues. */
export class CopyError extends Error {
  readonly _tag = 'CopyError'
  override readonly name = 'CopyError'
  /**
   * - `broken`: an event of the source was changed after it was recorded, or one is missing;
   * - `otherLog`, `otherKeys`: the target holds something else;
   * - `strayEvents`: another program wrote events into a stream of the source, which takes revisions from it;
   * - `unavailable`: the target failed an append; the same copy again continues.
   */
  readonly reason: 'broken' | 'otherLog' | 'otherKeys' | 'strayEvents' | 'unavailable'
  /** The message in both languages. */
  readonly text: Text

  constructor(reason: CopyError['reason'], text: Text, options?: { readonly cause?: unknown }) {
    super(text.en, options)
    this.reason = reason
    this.text = text
  }
}

export const otherLog = (name: string): CopyError =>
  new CopyError('otherLog', {
    en: `${name} holds events that are not a copy of these. Give an empty store, or the one in which this copy was begun.`,
    zh: `${name} 中已有其他事件,不是本日志的副本。请用空库,或此前复制的目标库。`,
  })

/** @param last the last revision of ours before it; -1 if there is none */
export const strayEvents = (
  from: string,
  to: string,
  { stream, revision }: { readonly stream: string; readonly revision: number },
  last: number,
): CopyError =>
  new CopyError('strayEvents', {
    en: `${from}: another program wrote into ${stream}, so that it goes on at revision ${revision}${last < 0 ? '' : ` behind revision ${last}`}. No other store can hold what follows, for hashes contain the revisions. Move this log by a backup of its server. ${to} has only what comes before: discard it.`,
    zh: `${from}:其他程序曾写入 ${stream},其${last < 0 ? '' : `序号 ${last} 之后`}续为序号 ${revision}。哈希包含序号,故其他库无法容纳其后的事件。请以服务器备份迁移此日志;${to} 中仅有此前的事件,请予丢弃。`,
  })

export const otherKeys = (name: string): CopyError =>
  new CopyError('otherKeys', {
    en: `${name} holds keys or claims of another log. Give an empty store, or the one in which this copy was begun.`,
    zh: `${name} 中已有其他日志的密钥或登记。请用空库,或此前复制的目标库。`,
  })

export const rotatedSince = (name: string): CopyError =>
  new CopyError('otherKeys', {
    en: `${name} holds a copy of keys from before their rotation to another master key. Copy into an empty store.`,
    zh: `${name} 中的密钥副本早于主密钥轮换。请复制到空库。`,
  })
