import * as E from 'fp-ts/lib/Either.js'
import { HashChains } from '../integrity/chain.js'
import { LogDigest } from '../integrity/seal.js'
import type { EventStore, Storage, StoredEvent } from '../ports/index.js'
import { type CopiedKeys, KeyCopier } from './keys.js'
import { CopyError, type CopyOptions, type CopyReport, type CopySource, runsOf } from './plan.js'

const batchSize = 1_000
const noKeys: CopiedKeys = { keys: 0, claims: 0, destroyed: 0 }

/**
 * Copies a log to another store, in its order, as it was when the copy began; with it keys and claims. Hash chains are
 * verified on the way. A copy that was cut off, or made earlier, goes on: what is there already is compared, not written.
 * Read models are not copied: they are told anew.
 *
 * Throws `CopyError`, or the `StorageError` of one of the stores.
 *
 * @example
 * const { events, seal } = await copy(await openSqlite({ path: './base.db' }), await openPostgres({ url }))
 */
export const copy = async (
  from: CopySource,
  to: Storage,
  { signal, onProgress, keys = true }: CopyOptions = {},
): Promise<CopyReport> => {
  const copier = keys ? new KeyCopier(from.keys, to) : undefined
  const chains = new HashChains()
  const sealer = new LogDigest()
  let copied = 0
  const report = (interrupted: boolean): CopyReport => ({
    events: sealer.events,
    copied,
    streams: chains.size,
    keys: copier?.copied ?? noKeys,
    interrupted,
    seal: sealer.seal(),
  })
  await assertNotLonger(from, to)
  await copier?.begin()
  const there = eventsOf(to.events)
  try {
    for await (const batch of from.events.readAll({ batchSize })) {
      for (const event of batch) verify(event, chains, from.name)
      await copier?.take(batch)
      for (const run of runsOf(batch)) {
        if (signal?.aborted) return report(true)
        const missing = await withoutThose(there, run, to.name)
        if (missing.length > 0) await write(to, missing)
        for (const event of run) sealer.add(event)
        copied += missing.length
      }
      onProgress?.({ events: sealer.events, copied })
    }
    if (!(await there.next()).done) throw otherLog(to.name)
    return report(false)
  } finally {
    await there.return(undefined)
  }
}

/** Before keys are brought in line: who works on in the copy must not get them anew. */
const assertNotLonger = async (from: CopySource, to: Storage): Promise<void> => {
  const [own, there] = [await from.events.count(), await to.events.count()]
  if (own !== undefined && there !== undefined && there > own) throw otherLog(to.name)
}

/** The events that are there when it is first asked, one by one. */
const eventsOf = async function* (events: EventStore): AsyncGenerator<StoredEvent, undefined> {
  for await (const batch of events.readAll({ batchSize })) yield* batch
  return undefined
}

/** The part of a run that is not in the copy yet; what is must be the same. */
const withoutThose = async (
  there: AsyncGenerator<StoredEvent, undefined>,
  run: readonly StoredEvent[],
  name: string,
): Promise<readonly StoredEvent[]> => {
  for (const [index, event] of run.entries()) {
    const { done, value } = await there.next()
    if (done || value === undefined) return run.slice(index)
    if (!isSame(value, event)) throw otherLog(name)
  }
  return []
}

const isSame = (one: StoredEvent, other: StoredEvent): boolean =>
  one.eventId === other.eventId &&
  one.stream === other.stream &&
  one.revision === other.revision &&
  one.type === other.type &&
  one.schemaVersion === other.schemaVersion &&
  one.data === other.data &&
  one.metadata === other.metadata

const write = async ({ events: store, name }: Storage, events: readonly StoredEvent[]): Promise<void> => {
  const [first] = events
  if (first === undefined) return
  const expected = first.revision === 0 ? 'none' : first.revision - 1
  const answer = await store.append(first.stream, events.map(withoutPlace), expected)()
  if (E.isRight(answer)) return
  if (answer.left._tag === 'Conflict') throw otherLog(name)
  const { reason, cause } = answer.left
  throw new CopyError('unavailable', `${reason} The same copy again goes on from there.`, { cause })
}

const withoutPlace = ({ eventId, type, schemaVersion, data, metadata }: StoredEvent) => ({
  eventId,
  type,
  schemaVersion,
  data,
  metadata,
})

const verify = (event: StoredEvent, chains: HashChains, name: string): void => {
  const [finding] = chains.check(event)
  if (finding === undefined) return
  throw new CopyError(
    'broken',
    `${name}: ${event.stream} revision ${event.revision}: ${finding.text.en}; restore a backup, then copy that.`,
  )
}

const otherLog = (name: string): CopyError =>
  new CopyError(
    'otherLog',
    `${name} holds events that are not a copy of these; give an empty store, or the one this copy was begun in.`,
  )
