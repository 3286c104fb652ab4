import { checkOptions, type OptionTypes, option } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { HashChains } from '../integrity/chain.js'
import { LogDigest } from '../integrity/seal.js'
import type { EventStore, NewEvent, Storage, StoredEvent } from '../ports/index.js'
import { checkStorage } from '../primitives/option-types.js'
import { CopyError, otherLog, strayEvents } from './copy-error.js'
import { KeyCopier } from './key-copier.js'
import type { CopiedKeys, CopyOptions, CopyReport, CopySource } from './options.js'
import { type Run, runsOf } from './runs.js'

const batchSize = 1_000
const sourceType = option.required(
  option.objectWith({ en: 'an open store to copy from', zh: '要复制的已打开的存储' }, 'events', 'keys'),
)
const types: OptionTypes = { keys: option.flag, signal: option.signal, onProgress: option.function }
const noKeys: CopiedKeys = { keys: 0, claims: 0, destroyed: 0 }

/**
 * Copies a log to another store, in its order, up to the head at the moment of the call, with its keys and claims. It
 * verifies the hash chains on the way. A copy that was interrupted, or made earlier, continues: events that are in the
 * target already are compared, not written. Read models are not copied; rebuild them.
 *
 * Throws `CopyError`, or the `StorageError` of one of the stores.
 *
 * @example
 * const { events, seal } = await copy(await openSqlite({ path: './base.db' }), await openPostgres({ url }))
 */
export const copy = async (from: CopySource, to: Storage, options: CopyOptions = {}): Promise<CopyReport> => {
  checkOptions('copy', { from }, { from: sourceType })
  checkStorage('copy', to)
  checkOptions('copy', options, types)
  const { signal, onProgress, keys = true } = options
  const keyCopier = keys ? new KeyCopier(from.keys, to) : undefined
  const chains = new HashChains()
  const digest = new LogDigest()
  let copied = 0
  const report = (interrupted: boolean): CopyReport => ({
    events: digest.events,
    copied,
    streams: chains.size,
    keys: keyCopier?.copied ?? noKeys,
    interrupted,
    seal: digest.seal(),
  })
  await assertNotLonger(from, to)
  await keyCopier?.copySecret()
  const target = eventsOf(to.events)
  try {
    for await (const batch of from.events.readAll({ batchSize })) {
      /** By the first event behind it: the last revision before events of another program. */
      const holes = new Map<StoredEvent, number>()
      for (const event of batch) {
        const last = chains.lastRevision(event.stream) ?? -1
        verify(event, chains, from.name)
        if (event.revision > last + 1) holes.set(event, last)
      }
      await keyCopier?.copyFor(batch)
      for (const run of runsOf(batch)) {
        if (signal?.aborted) return report(true)
        const missing = await missingIn(target, run, to.name)
        for (const event of missing) {
          const last = holes.get(event)
          if (last !== undefined) throw strayEvents(from.name, to.name, event, last)
        }
        if (missing.length > 0) await append(to, missing)
        for (const event of run) digest.add(event)
        copied += missing.length
      }
      onProgress?.({ events: digest.events, copied })
    }
    if (!(await target.next()).done) throw otherLog(to.name)
    return report(false)
  } finally {
    await target.return(undefined)
  }
}

/** Checked before keys are copied: a target in which work went on has keys of its own, which must not be destroyed. */
const assertNotLonger = async (from: CopySource, to: Storage): Promise<void> => {
  const [inSource, inTarget] = [await from.events.count(), await to.events.count()]
  if (inSource !== undefined && inTarget !== undefined && inTarget > inSource) throw otherLog(to.name)
}

/** The events of a store at the moment of the first call, one by one. */
const eventsOf = async function* (events: EventStore): AsyncGenerator<StoredEvent, undefined> {
  for await (const batch of events.readAll({ batchSize })) yield* batch
  return undefined
}

/** The events of a run that the target does not have yet; those that it has must be the same. */
const missingIn = async (
  target: AsyncGenerator<StoredEvent, undefined>,
  run: Run,
  name: string,
): Promise<readonly StoredEvent[]> => {
  for (const [index, event] of run.entries()) {
    const { done, value } = await target.next()
    if (done || value === undefined) return run.slice(index)
    if (!isSame(value, event)) throw otherLog(name)
  }
  return []
}

const isSame = (one: StoredEvent, other: StoredEvent): boolean =>
  one.hash === other.hash &&
  one.stream === other.stream &&
  one.revision === other.revision &&
  one.type === other.type &&
  one.schemaVersion === other.schemaVersion &&
  one.data === other.data &&
  one.metadata === other.metadata

const append = async ({ events: store, name }: Storage, events: readonly StoredEvent[]): Promise<void> => {
  const [first] = events
  if (first === undefined) return
  const expected = first.revision === 0 ? 'none' : first.revision - 1
  const appended = await store.append(first.stream, events.map(asNewEvent), expected)()
  if (E.isRight(appended)) return
  if (appended.left._tag === 'Conflict') throw otherLog(name)
  const { reason, cause } = appended.left
  throw new CopyError(
    'unavailable',
    {
      en: `${reason.en} The same copy again continues from there.`,
      zh: `目标库未能写入:${reason.zh} 再次运行同一复制即可继续。`,
    },
    { cause },
  )
}

const asNewEvent = ({ hash, type, schemaVersion, data, metadata }: StoredEvent): NewEvent => ({
  hash,
  type,
  schemaVersion,
  data,
  metadata,
})

const verify = (event: StoredEvent, chains: HashChains, name: string): void => {
  const [finding] = chains.check(event)
  if (finding === undefined) return
  const { stream, revision } = event
  throw new CopyError('broken', {
    en: `${name}: ${stream} revision ${revision}: ${finding.text.en.replace(/\.$/, '')}. Restore a backup, then copy that.`,
    zh: `${name}:${stream} 序号 ${revision}:${finding.text.zh.replace(/。$/, '')}。请恢复备份后再复制。`,
  })
}
