import * as E from 'fp-ts/lib/Either.js'
import type { Environment } from '../ports/environment.js'
import type { AppendError, Appended, EventStore, NewEvent, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { retryLimit } from '../primitives/retry-limit.js'
import { endOf, type Snapshot } from './snapshot.js'

const mostRetries = 5

/**
 * Appends events behind a snapshot of their stream, and resolves an unknown outcome: reads the revisions that the events should have, and appends the
 * same events again if they are not there. The outcome stays unknown if the store cannot be read either.
 */
export const appendWithRetry = async (
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
  before: Pick<Snapshot, 'revision' | 'end' | 'hash'>,
  environment: Environment,
): Promise<E.Either<AppendError, Appended>> => {
  const end = endOf(before)
  const append = store.append(stream, events, end < 0 ? 'none' : end, before.hash ?? undefined)
  const first = await append()
  if (E.isRight(first) || first.left._tag === 'Conflict' || first.left.written === 'no') return first
  const isOver = retryLimit(environment, mostRetries)
  for (let retry = 0; !isOver(retry); retry++) {
    await backOff(environment, retry, 10)
    const stored = await readAfter(store, stream, end, events.length)
    if (stored === 'unreadable') continue
    const last = stored.at(-1)
    if (last !== undefined && haveSameHashes(stored, events))
      return E.right({ revision: last.revision, position: last.position })
    // nothing is there yet, or other events, which the store reports as a conflict
    const again = await append()
    if (E.isRight(again) || again.left._tag === 'Conflict') return again
  }
  return first
}

/** The stored events at the revisions after one. */
const readAfter = async (
  store: EventStore,
  stream: string,
  revision: number,
  count: number,
): Promise<readonly StoredEvent[] | 'unreadable'> => {
  const from = revision + 1
  const found: StoredEvent[] = []
  try {
    for await (const batch of store.readStream(stream, { from, to: from + count - 1 })) found.push(...batch)
    return found
  } catch (error) {
    if (isStorageError(error)) return 'unreadable'
    throw error
  }
}

const haveSameHashes = (stored: readonly StoredEvent[], events: readonly NewEvent[]): boolean =>
  stored.length === events.length && events.every(({ hash }, index) => stored[index]?.hash === hash)
