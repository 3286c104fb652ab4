import * as E from 'fp-ts/lib/Either.js'
import { gather } from '../../src/storage/bench.js'
import { answering, asRepeat, isConflict, standing } from './answering.js'
import { type BrokenStore, brokenEvents } from './broken-store.js'

export const brokenRepeats: readonly BrokenStore[] = [
  brokenEvents(
    'writes events that are appended again a second time',
    (store) => ({
      append: (stream, events, expected) => {
        const appending = store.append(stream, events, expected)
        return async () => {
          const isRepeat = (await standing({ stream, events, expected }, store))[0] === events[0]?.eventId
          if (!isRepeat) return appending()
          const [last] = await gather(store.readStream(stream, { direction: 'backwards' }))
          return store.append(stream, events, last?.revision ?? 'none')()
        }
      },
    }),
    [
      'append: takes the same events at',
      'append: refuses the ids and one',
      'append: refuses one other id among',
      'append: answers every sequence of',
      'open again: knows the same events',
      'faults: the connection breaks after',
    ],
  ),
  brokenEvents(
    'takes events that are appended again for others',
    (store) => ({
      append: (stream, events, expected) => {
        const appending = store.append(stream, events, expected)
        return async () => {
          if ((await standing({ stream, events, expected }, store)).length === 0) return appending()
          const [last] = await gather(store.readStream(stream, { direction: 'backwards' }))
          return E.left({ _tag: 'Conflict', expected, actual: last?.revision ?? 'none' })
        }
      },
    }),
    [
      'append: takes the same events at',
      'append: compares ids, never content',
      'append: answers every sequence of',
      'open again: knows the same events',
      'faults: the connection breaks after',
    ],
  ),
  answering(
    'takes others at a place that is taken for the same',
    async (answer, attempt, store) =>
      isConflict(answer) && (await standing(attempt, store)).length === attempt.events.length
        ? asRepeat(attempt)
        : answer,
    [
      "append: refuses 'none' on a stream",
      'append: refuses other ids at a place',
      'append: refuses the ids in another',
      'append: refuses one other id among',
      'append: answers every sequence of',
      'append, from many sides: lets one',
      'append, from many sides: keeps each',
      'several handles: lets one win a',
      'open again: knows the same events',
    ],
  ),
  answering(
    'takes the same ids in another order for the same',
    async (answer, attempt, store) => {
      const there = new Set(await standing(attempt, store))
      const isSame = there.size === attempt.events.length && attempt.events.every(({ eventId }) => there.has(eventId))
      return isConflict(answer) && isSame ? asRepeat(attempt) : answer
    },
    ['append: refuses the ids in another'],
  ),
  answering(
    'looks at the first id only',
    async (answer, attempt, store) =>
      isConflict(answer) && (await standing(attempt, store))[0] === attempt.events[0]?.eventId
        ? asRepeat(attempt)
        : answer,
    ['append: refuses the ids and one', 'append: refuses one other id among', 'append: answers every sequence of'],
  ),
  brokenEvents(
    'compares content, not ids',
    ({ append, readStream }) => ({
      append: (stream, events, expected) => async () => {
        const answer = await append(stream, events, expected)()
        if (answer._tag === 'Left') return answer
        const known = await gather(readStream(stream, { from: answer.right.revision - events.length + 1 }))
        const isSame = events.every(({ data }, index) => known[index]?.data === data)
        return isSame ? answer : E.left({ _tag: 'Conflict', expected, actual: known.at(-1)?.revision ?? 'none' })
      },
    }),
    ['append: compares ids, never content'],
  ),
  brokenEvents(
    'lets an event id stand only once in the log',
    ({ append }) => {
      const streams = new Map<string, string>()
      return {
        append: (stream, events, expected) => {
          const appending = append(stream, events, expected)
          return async () => {
            for (const { eventId } of events)
              if ((streams.get(eventId) ?? stream) !== stream) return E.left({ _tag: 'Conflict', expected, actual: 0 })
            const answer = await appending()
            if (answer._tag === 'Right') for (const { eventId } of events) streams.set(eventId, stream)
            return answer
          }
        },
      }
    },
    [
      'append: lets an event id stand in',
      'faults: the connection breaks before',
      'faults: the connection breaks after',
    ],
  ),
]
