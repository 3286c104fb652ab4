import type { CopyError } from '@skein/engine'
import type { Text } from '@skein/kernel'
import { grouped, type Messages } from '../../texts/texts.js'

/** Why it could not be copied, in the words of the engine. */
export const copyFailures: Readonly<Record<CopyError['reason'], (detail: string) => Text>> = {
  broken: (detail) => ({ en: detail, zh: `原事件日志已损坏,未继续复制(请恢复备份后再复制):${detail}` }),
  otherLog: (detail) => ({ en: detail, zh: `目标库中已有其他事件(请用空库,或此前复制的目标库):${detail}` }),
  otherKeys: (detail) => ({ en: detail, zh: `目标库中已有其他日志的密钥(请用空库,或此前复制的目标库):${detail}` }),
  unavailable: (detail) => ({ en: detail, zh: `目标库未能写入(再次运行同一命令即可继续):${detail}` }),
}

export const copyTexts = {
  summary: { en: 'copy a log with its keys to another store', zh: '将事件日志及密钥复制到另一存储' },
  details: {
    en: 'Copies all events in their order, verifies their hashes on the way, and takes keys and claims along. Run again, it goes on where it stopped. Read models are not copied: rebuild them.',
    zh: '按原有顺序复制全部事件,途中核对哈希,并带上密钥与登记。再次运行可继续未完成的复制。读模型不复制:请重建。',
  },
  from: { en: 'the store to copy', zh: '要复制的存储' },
  fromReadModels: { en: 'where its keys are, beside esdb://…', zh: 'esdb://… 的密钥所在存储' },
  to: { en: 'the store to copy to; made where there is none', zh: '目标存储;不存在则创建' },
  toReadModels: { en: 'where keys go, beside esdb://…', zh: '目标为 esdb://… 时密钥的去处' },
  withoutKeys: {
    en: 'leave keys where they are: personal data reads as erased in the copy',
    zh: '不带密钥:副本中的个人信息视同已删除',
  },
  label: { en: 'copy', zh: '复制' },
  noEnd: (end: string) => ({
    en: `no store was given: add --${end} sqlite:./base.db, postgres://… or esdb://….`,
    zh: `未指定存储:请加 --${end} sqlite:./base.db、postgres://… 或 esdb://…。`,
  }),
  done: (store: string, events: number, copied: number, streams: number) => ({
    en: `${store} holds all ${grouped(events)} events in ${grouped(streams)} streams; ${grouped(copied)} were copied now.`,
    zh: `${store} 已有全部 ${grouped(streams)} 个流、${grouped(events)} 个事件;本次复制 ${grouped(copied)} 个。`,
  }),
  keys: (keys: number, claims: number, destroyed: number) => ({
    en: `Keys: ${grouped(keys)} copied with ${grouped(claims)} claims${destroyed === 0 ? '' : `, ${grouped(destroyed)} of the forgotten destroyed`}.`,
    zh: `密钥:复制 ${grouped(keys)} 个及 ${grouped(claims)} 项登记${destroyed === 0 ? '' : `,销毁已遗忘者的 ${grouped(destroyed)} 个`}。`,
  }),
  keysLeft: { en: 'Keys were left where they are.', zh: '未复制密钥。' },
  seal: (digest: string) => ({ en: `Seal of both logs: ${digest}`, zh: `两份日志的封印:${digest}` }),
  masterKey: (file: string) => ({
    en: `The master key stays the same: it is in ${file}; set SKEIN_MASTER_KEY to it, or give --master-key-file.`,
    zh: `主密钥不变:在 ${file} 中;请设置 SKEIN_MASTER_KEY,或使用 --master-key-file。`,
  }),
  next: (store: string) => ({
    en: `\`skein rebuild --all --store ${store}\` tells the read models there.`,
    zh: `\`skein rebuild --all --store ${store}\` 可在该处建立读模型。`,
  }),
} satisfies Messages
