// Events and keys are stored apart and can get separated: one is restored without the other, or those of two stores are
// mixed up. So both sides hold the same id, and the events know how often the keys changed.
import { randomUUID } from 'node:crypto'
import { StorageError } from '../ports/index.js'

/** What the side of the events and read models knows of its keys. */
export interface EventsSide {
  readonly name: string
  /** Absent where the side is new. */
  readonly id?: string | undefined
  /** How often the keys had changed when events were last written. */
  readonly keyChanges: number
  readonly holdsEvents: boolean
}

/** What the side of the keys knows of itself. */
export interface KeysSide {
  readonly name: string
  /** Absent where the side is new. */
  readonly id?: string | undefined
  /** How often keys were added, destroyed or encrypted again. */
  readonly changes: number
}

/**
 * The id that both sides have in common from now on. Throws `StorageError` where the keys are missing, those of other
 * events, or older than the events; or where they belong to events that are not here, unless `adoptKeys`.
 */
export const pairIdOf = (events: EventsSide, keys: KeysSide, adoptKeys: boolean): string => {
  const isWritten = events.holdsEvents || events.keyChanges > 0
  if (events.id !== undefined && keys.id !== undefined && events.id !== keys.id) throw keysOfAnother(events, keys)
  if (keys.id === undefined && isWritten) throw keysMissing(events, keys)
  if (keys.changes < events.keyChanges) throw keysOlder(events, keys)
  if (events.id === undefined && keys.changes > 0 && !isWritten && !adoptKeys) throw eventsMissing(events, keys)
  return events.id ?? keys.id ?? randomUUID()
}

const keysOfAnother = (events: EventsSide, keys: KeysSide): StorageError =>
  new StorageError('failed', {
    en: `${keys.name} holds the keys of another database, not those of ${events.name}; put the right ones in their place.`,
    zh: `${keys.name} 是另一数据库的密钥,不属于 ${events.name};请换成对应的密钥。`,
  })

const keysMissing = (events: EventsSide, keys: KeysSide): StorageError =>
  new StorageError('missing', {
    en: `${keys.name} is missing: it holds the keys of ${events.name}. Restore it from a backup, together with its master key; without it, personal values cannot be read.`,
    zh: `缺少 ${keys.name}:其中是 ${events.name} 的密钥。请从备份中连同主密钥一起恢复;否则个人信息无法读取。`,
  })

const keysOlder = (events: EventsSide, keys: KeysSide): StorageError =>
  new StorageError('failed', {
    en: `${keys.name} is older than ${events.name}: keys were added or destroyed since. Restore the newest backup of the keys.`,
    zh: `${keys.name} 早于 ${events.name}:此后又有密钥生成或销毁。请恢复最新的密钥备份。`,
  })

const eventsMissing = (events: EventsSide, keys: KeysSide): StorageError =>
  new StorageError('failed', {
    en: `${events.name} is empty, but ${keys.name} holds keys of events that are not in it. Restore the events, or run \`skein keys adopt\` (option \`adoptKeys: true\`) if they belong to an empty or a new one.`,
    zh: `${events.name} 为空,而 ${keys.name} 中有其他事件的密钥。请恢复事件;若这些密钥确属空库或新库,请运行 \`skein keys adopt\`(选项 \`adoptKeys: true\`)。`,
  })
