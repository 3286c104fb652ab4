import * as E from 'fp-ts/lib/Either.js'
import type { AppendError, Appended, EventStore, Expected, NewEvent, StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { pause } from '../primitives/backoff.js'

const tries = 5

/**
 * Appends, and settles what is unknown: reads the place where the events should be, and appends the same ones again
 * where there are none. A store that can't be asked either leaves it unknown.
 */
export const appendWithRetry = async (
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
  expected: Expected,
): Promise<E.Either<AppendError, Appended>> => {
  const first = await store.append(stream, events, expected)()
  if (E.isRight(first) || first.left._tag === 'Conflict' || first.left.written === 'no') return first
  for (let attempt = 0; attempt < tries; attempt++) {
    await pause(attempt, 10)
    const place = await readPlace(store, stream, events.length, expected)
    if (place === 'unreadable') continue
    const last = place.at(-1)
    if (last !== undefined && isSame(place, events))
      return E.right({ revision: last.revision, position: last.position })
    // nothing there yet, or somebody else's, which the store then answers with a conflict
    const again = await store.append(stream, events, expected)()
    if (E.isRight(again) || again.left._tag === 'Conflict') return again
  }
  return first
}

/** What stands where the events were to be written. */
const readPlace = async (
  store: EventStore,
  stream: string,
  length: number,
  expected: Expected,
): Promise<readonly StoredEvent[] | 'unreadable'> => {
  const from = expected === 'none' ? 0 : expected + 1
  const found: StoredEvent[] = []
  try {
    for await (const batch of store.readStream(stream, { from, to: from + length - 1 })) found.push(...batch)
    return found
  } catch (error) {
    if (error instanceof StorageError) return 'unreadable'
    throw error
  }
}

const isSame = (place: readonly StoredEvent[], events: readonly NewEvent[]): boolean =>
  place.length === events.length && events.every(({ eventId }, index) => place[index]?.eventId === eventId)
