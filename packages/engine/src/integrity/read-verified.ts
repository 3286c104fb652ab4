import type { EventStore, ReadStreamOptions, StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { hashOf } from './hash.js'

type Events = Pick<EventStore, 'readStream'>
type Batches = AsyncGenerator<readonly StoredEvent[], void, undefined>

/** The last event of a stream that is known; revision -1 and no hash before the first. */
export interface StreamEnd {
  readonly revision: number
  readonly hash: string | null
}

/** Before the first event. */
export const beginning: StreamEnd = { revision: -1, hash: null }

/** The store has another event than the last one that is known, or none: it has lost events since. */
class Diverged extends Error {
  readonly _tag = 'Diverged'
}

/** Whether an error of `readVerifiedAfter` means that what is known of a stream is no longer in the store. */
export const isDiverged = (error: unknown): boolean => error instanceof Diverged

/**
 * Reads the events of a stream behind those that are known. Reads the last known one again: throws an error that
 * `isDiverged` recognises if the store has another event there. Throws `StorageError` with fault `corrupt` for an event
 * that was changed after it was recorded, or that does not follow its predecessor.
 */
export const readVerifiedAfter = async function* (
  events: Events,
  stream: string,
  known: StreamEnd,
  to?: number,
): Batches {
  const end = to === undefined ? {} : { to }
  if (known.revision < 0) return yield* verified(events.readStream(stream, { from: 0, ...end }), beginning)
  yield* verified(behindKnown(events.readStream(stream, { from: known.revision, ...end }), known), known)
}

/** The events behind the first one, which must be the known one. */
const behindKnown = async function* (batches: AsyncIterable<readonly StoredEvent[]>, known: StreamEnd): Batches {
  let isFirst = true
  for await (const batch of batches) {
    const [first] = batch
    if (isFirst && (first?.revision !== known.revision || first.hash !== known.hash)) throw new Diverged()
    const rest = isFirst ? batch.slice(1) : batch
    isFirst = false
    if (rest.length > 0) yield rest
  }
  if (isFirst) throw new Diverged()
}

/**
 * Throws `StorageError` with fault `corrupt` unless the event comes right behind the last one of its stream. There may be
 * revisions between them that events of other programs have: the hash shows that none of ours is missing.
 */
export const assertFollows = (event: StoredEvent, { revision, hash }: StreamEnd): void => {
  if (event.revision === revision + 1) return
  if (event.revision > revision && hashOf(event, hash) === event.hash) return
  throw missingEvents(event, revision)
}

/** Checks that each event follows the one before it, by revision and hash. */
const verified = async function* (batches: AsyncIterable<readonly StoredEvent[]>, known: StreamEnd): Batches {
  let { revision, hash } = known
  for await (const batch of batches) {
    for (const event of batch) {
      assertFollows(event, { revision, hash })
      if (hashOf(event, hash) !== event.hash) throw changedEvent(event)
      revision = event.revision
      hash = event.hash
    }
    yield batch
  }
}

/**
 * Reads events of a stream, and checks the hash of each. Throws `StorageError` with fault `corrupt` for an event that
 * was changed after it was recorded, and where events are missing. Of a stream without its beginning, everything behind
 * the first revision that is left can be read; the hash of that one cannot be checked.
 *
 * @example
 * for await (const batch of readVerified(storage.events, 'journey-t1')) console.log(batch.length)
 */
export const readVerified = async function* (
  events: Events,
  stream: string,
  { from = 0, to }: Pick<ReadStreamOptions, 'from' | 'to'> = {},
): Batches {
  const end = to === undefined ? {} : { to }
  if (from <= 0) return yield* readVerifiedAfter(events, stream, beginning, to)
  const before = await eventAt(events, stream, from - 1)
  const known = before ?? (await eventAt(events, stream, from))
  if (known === undefined) return
  if (before === undefined) yield [known]
  const next = known.revision + 1
  if (to === undefined || next <= to) yield* verified(events.readStream(stream, { from: next, ...end }), known)
}

const eventAt = async (events: Events, stream: string, revision: number): Promise<StoredEvent | undefined> => {
  for await (const [event] of events.readStream(stream, { from: revision, to: revision }))
    if (event?.revision === revision) return event
  return undefined
}

const changedEvent = ({ stream, revision }: StoredEvent): StorageError =>
  new StorageError('corrupt', {
    en: `${stream}@${revision} does not match its hash: this event, or the one before it, was changed after it was recorded. Run \`verify\`, and restore a backup.`,
    zh: `${stream}@${revision} 与其哈希不符:本事件或前一事件在登记之后被改动。请运行 \`verify\`,并恢复备份。`,
  })

/** @param last the revision after which an event is missing; -1 where the beginning is */
const missingEvents = ({ stream, revision }: StoredEvent, last: number): StorageError => {
  const [first, until] = [last + 1, revision - 1]
  if (revision <= last)
    return new StorageError('corrupt', {
      en: `${stream}@${revision} was read after ${stream}@${last}: the store returned events twice, or out of order. Run \`verify\`.`,
      zh: `在 ${stream}@${last} 之后读到 ${stream}@${revision}:存储重复或未按次序返回事件。请运行 \`verify\`。`,
    })
  const range = first === until ? `${stream}@${first}` : `${stream}@${first} to @${until}`
  const rangeZh = first === until ? `${stream}@${first}` : `${stream}@${first} 至 @${until}`
  return new StorageError('corrupt', {
    en: `${range} is missing: the stream was truncated, or a part of it was lost, so that its state is unknown. Run \`verify\`, and restore a backup.`,
    zh: `缺少 ${rangeZh}:该流被截断或部分丢失,其状态无从得知。请运行 \`verify\`,并恢复备份。`,
  })
}
