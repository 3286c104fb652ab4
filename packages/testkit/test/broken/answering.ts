import type { Appended, EventStore, Expected, NewEvent } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { gather } from '../../src/storage/bench.js'
import { type BrokenStore, brokenEvents } from './broken-store.js'

type Answer = Awaited<ReturnType<ReturnType<EventStore['append']>>>
type Attempt = { readonly stream: string; readonly events: readonly NewEvent[]; readonly expected: Expected }

/** Appends as it should, then has another word on the answer. */
export const answering = (
  wrong: string,
  answer: (answer: Answer, attempt: Attempt, store: EventStore) => Answer | Promise<Answer>,
  fails: readonly string[],
): BrokenStore =>
  brokenEvents(
    wrong,
    (store) => ({
      append: (stream, events, expected) => {
        const appending = store.append(stream, events, expected)
        return async () => answer(await appending(), { stream, events, expected }, store)
      },
    }),
    fails,
  )

/** The ids that stand where the attempt wants its events. */
export const standing = async (
  { stream, events, expected }: Attempt,
  store: EventStore,
): Promise<readonly string[]> => {
  const from = expected === 'none' ? 0 : expected + 1
  const known = await gather(store.readStream(stream, { from, to: from + events.length - 1 }))
  return known.map(({ eventId }) => eventId)
}

export const asRepeat = ({ events, expected }: Attempt): E.Either<never, Appended> =>
  E.right({ revision: (expected === 'none' ? -1 : expected) + events.length })

export const isConflict = (answer: Answer) => answer._tag === 'Left' && answer.left._tag === 'Conflict'
