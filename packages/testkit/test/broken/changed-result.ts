import type { Appended, EventStore, Expected, NewEvent } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { idsOf } from '../../src/storage/sample-events.js'
import { collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenEventStore, type CaseTitles } from './broken-store.js'

type Result = Awaited<ReturnType<ReturnType<EventStore['append']>>>
type Attempt = { readonly stream: string; readonly events: readonly NewEvent[]; readonly expected: Expected }

/** A store that appends correctly and then changes the result. */
export const changingResult = (
  defect: string,
  change: (result: Result, attempt: Attempt, store: EventStore) => Result | Promise<Result>,
  failing: CaseTitles,
): BrokenStore =>
  brokenEventStore(
    defect,
    (store) => ({
      append: (stream, events, expected, previous) => {
        const append = store.append(stream, events, expected, previous)
        return async () => change(await append(), { stream, events, expected }, store)
      },
    }),
    failing,
  )

/** The ids of the events that are stored at the revisions of the attempt. */
export const storedIds = async (
  { stream, events, expected }: Attempt,
  store: EventStore,
): Promise<readonly string[]> => {
  const from = expected === 'none' ? 0 : expected + 1
  return idsOf(await collect(store.readStream(stream, { from, to: from + events.length - 1 })))
}

/** The result of a repeated append. */
export const acceptedRepeat = ({ events, expected }: Attempt): E.Either<never, Appended> =>
  E.right({ revision: (expected === 'none' ? -1 : expected) + events.length })

export const isConflict = (result: Result) => result._tag === 'Left' && result.left._tag === 'Conflict'
