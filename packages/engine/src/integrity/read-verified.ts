import type { EventStore, ReadStreamOptions, StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { hashOf } from './hash.js'

/**
 * Reads the events of a stream after one whose hash is known, and checks the hash of each. Throws `StorageError` with
 * fault `corrupt` for an event that was changed after it was recorded, or is not the one after its predecessor.
 *
 * @param previous the hash of the event before `from`; `null` for the first one
 */
export const readAfter = async function* (
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  previous: string | null,
  options: Pick<ReadStreamOptions, 'from' | 'to'>,
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  let last = previous
  for await (const batch of events.readStream(stream, options)) {
    for (const event of batch) {
      if (hashOf(event, last) !== event.hash) throw corruptEvent(event)
      last = event.hash
    }
    yield batch
  }
}

/**
 * Reads events of a stream, and checks the hash of each. Throws `StorageError` with fault `corrupt` for an event that
 * was changed after it was recorded.
 *
 * @example
 * for await (const batch of readVerified(storage.events, 'journey-t1')) console.log(batch.length)
 */
export const readVerified = async function* (
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  { from = 0, to }: Pick<ReadStreamOptions, 'from' | 'to'> = {},
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  const end = to === undefined ? {} : { to }
  if (from <= 0) return yield* readAfter(events, stream, null, { from: 0, ...end })
  for await (const [before] of events.readStream(stream, { from: from - 1, to: from - 1 }))
    if (before !== undefined) return yield* readAfter(events, stream, before.hash, { from, ...end })
}

const corruptEvent = ({ stream, revision }: StoredEvent): StorageError =>
  new StorageError('corrupt', {
    en: `${stream}@${revision} does not match its hash: this event, or the one before it, was changed after it was recorded. Run \`verify\`, and restore a backup.`,
    zh: `${stream}@${revision} 与其哈希不符:本事件或前一事件在登记之后被改动。请运行 \`verify\`,并恢复备份。`,
  })
