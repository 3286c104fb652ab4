import * as E from 'fp-ts/lib/Either.js'
import { gather } from '../../src/storage/bench.js'
import { answering } from './answering.js'
import { type BrokenStore, brokenEvents } from './broken-store.js'
import { turn } from './parts.js'

export const brokenAppends: readonly BrokenStore[] = [
  answering(
    "takes 'none' for a stream that exists",
    (answer, { stream, events, expected }, store) => {
      if (answer._tag === 'Right' || answer.left._tag !== 'Conflict' || expected !== 'none') return answer
      return store.append(stream, events, answer.left.actual)()
    },
    [
      "append: refuses 'none' on a stream",
      'append: refuses other ids at a place',
      'append: refuses the ids in another',
      'append: refuses the ids and one',
      'append: refuses one other id among',
      'append: answers every sequence of',
      'append, from many sides: lets one',
      'append, from many sides: keeps each',
      'several handles: lets one win a',
      'open again: knows the same events',
    ],
  ),
  answering(
    'does not look at the revision that is expected',
    (answer, { stream, events, expected }, store) => {
      if (answer._tag === 'Right' || answer.left._tag !== 'Conflict' || expected === 'none') return answer
      return expected < 0 ? answer : store.append(stream, events, answer.left.actual)()
    },
    [
      'append: refuses a revision on a',
      'append: refuses a revision that is past',
      'append: refuses a revision that is still',
      'append: answers every sequence of',
      'append, from many sides: keeps each',
    ],
  ),
  answering(
    'names the expected revision in a conflict',
    (answer) =>
      answer._tag === 'Left' && answer.left._tag === 'Conflict'
        ? E.left({ ...answer.left, actual: answer.left.expected })
        : answer,
    [
      "append: refuses 'none' on a stream",
      'append: refuses a revision on a',
      'append: refuses a revision that is past',
      'append: refuses a revision that is still',
      'append: refuses -1, which is no revision, on a stream that does',
      'append: refuses -1, which is no revision, on a stream that exists',
      'append: refuses other ids at a place',
      'append: refuses the ids in another',
      'append: refuses the ids and one',
      'append: refuses one other id among',
      'append: answers every sequence of',
      'append, from many sides: lets one',
      'open again: knows the same events',
    ],
  ),
  brokenEvents(
    'writes the events of an append one by one',
    ({ append }) => ({
      append: (stream, events, expected) => async () => {
        let answer = await append(stream, events.slice(0, 1), expected)()
        for (const event of events.slice(1)) {
          await turn()
          if (answer._tag === 'Right') answer = await append(stream, [event], answer.right.revision)()
        }
        return answer
      },
    }),
    [
      'append: refuses the ids and one',
      'append: answers every sequence of',
      'append, from many sides: lets one',
      'append, from many sides: keeps each',
    ],
  ),
  brokenEvents(
    'leaves a gap in the revisions of a stream',
    ({ readStream, readAll }) => {
      async function* gapped(batches: ReturnType<typeof readAll>) {
        for await (const batch of batches)
          yield batch.map((event) => (event.revision < 2 ? event : { ...event, revision: event.revision + 1 }))
      }
      return {
        readStream: (...given) => gapped(readStream(...given)),
        readAll: (...given) => gapped(readAll(...given)),
      }
    },
    [
      'append: counts revisions from 0',
      'append: answers every sequence of',
      'append, from many sides: keeps each',
      'append, from many sides: shows every',
      'append, from many sides: lets nothing',
      'readStream, readAll, head, count: ends',
      'several handles: shows every event',
      'several handles: lets nothing commit',
    ],
  ),
  brokenEvents(
    'takes an append of nothing',
    ({ append }) => ({
      append: (stream, events, expected) =>
        events.length === 0 ? async () => E.right({ revision: 0 }) : append(stream, events, expected),
    }),
    ['append: throws when there is nothing'],
  ),
  brokenEvents(
    "takes -1 for 'none'",
    ({ append }) => ({
      append: (stream, events, expected) => append(stream, events, expected === -1 ? 'none' : expected),
    }),
    [
      'append: refuses -1, which is no revision, on a stream that does',
      'append: refuses -1, which is no revision, on a stream that exists',
    ],
  ),
  brokenEvents(
    'keeps JSON, not the text of it',
    ({ append }) => ({
      append: (stream, events, expected) =>
        append(
          stream,
          events.map((event) => ({ ...event, metadata: JSON.stringify(JSON.parse(event.metadata)) })),
          expected,
        ),
    }),
    ['append: keeps every text byte for'],
  ),
  brokenEvents(
    'tells no capital from a small letter in the name of a stream',
    ({ append, readStream }) => ({
      append: (stream, events, expected) => append(stream.toLowerCase(), events, expected),
      readStream: (stream, options) => readStream(stream.toLowerCase(), options),
    }),
    ['append: keeps streams apart that'],
  ),
  answering(
    'answers with the position of the first event',
    async (answer, { stream, events }, { readStream }) => {
      if (answer._tag === 'Left') return answer
      const { revision } = answer.right
      const [first] = await gather(readStream(stream, { from: revision - events.length + 1 }))
      return E.right({ revision, ...(first === undefined ? {} : { position: first.position }) })
    },
    ['append: answers with the position'],
  ),
  answering(
    'answers with the number of events instead of the last revision',
    (answer) => (answer._tag === 'Left' ? answer : E.right({ ...answer.right, revision: answer.right.revision + 1 })),
    [
      'append: counts revisions from 0',
      'append: takes the same events at',
      'append: answers every sequence of',
      'append, from many sides: takes one',
      'append, from many sides: shows every',
      'append, from many sides: lets nothing',
      'close: waits for what is under way',
      'several handles: shows every event',
      'several handles: lets nothing commit',
      'open again: knows the same events',
      'faults: the connection breaks before',
      'faults: the connection breaks after',
    ],
  ),
]
