import * as E from 'fp-ts/lib/Either.js'
import { collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenEventStore } from './broken-store.js'
import { changingResult } from './changed-result.js'
import { letOthersRun } from './changed-store.js'
import { streamNameDefects } from './stream-names.js'
import { refusedRevisions } from './text-keys.js'

export const appendDefects: readonly BrokenStore[] = [
  ...streamNameDefects,
  brokenEventStore(
    'appends behind any event',
    ({ append }) => ({ append: (stream, events, expected) => append(stream, events, expected) }),
    { append: ['rejects events behind another one than the last, which is named by its hash'] },
  ),
  changingResult(
    "accepts 'none' for an existing stream",
    (result, { stream, events, expected }, store) => {
      if (result._tag === 'Right' || result.left._tag !== 'Conflict' || expected !== 'none') return result
      return store.append(stream, events, result.left.actual)()
    },
    {
      append: [
        "rejects 'none' for an existing stream and names the actual revision",
        'rejects other event ids at revisions that are taken',
        'rejects the same ids in another order at revisions that are taken',
        'rejects the same ids and one more at revisions that are taken',
        'rejects the same ids with one replaced at revisions that are taken',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      'concurrent append': [
        'lets one of many concurrent appends win a revision; the others change nothing',
        'stores each concurrent append whole and contiguous',
      ],
      'multi-process': ['lets one of two appends win a revision'],
      reopen: ['accepts a repeated append and rejects another at the same revisions'],
    },
  ),
  changingResult(
    'ignores the expected revision',
    (result, { stream, events, expected }, store) => {
      if (result._tag === 'Right' || result.left._tag !== 'Conflict' || expected === 'none') return result
      return expected < 0 ? result : store.append(stream, events, result.left.actual)()
    },
    {
      'text keys': [...refusedRevisions],
      append: [
        'rejects a revision for a missing stream and names the actual revision',
        'rejects a past revision and names the actual revision',
        'rejects events behind another one than the last, which is named by its hash',
        'rejects a future revision and names the actual revision',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      'concurrent append': ['stores each concurrent append whole and contiguous'],
    },
  ),
  changingResult(
    'reports the expected revision as the actual one in a conflict',
    (result) =>
      result._tag === 'Left' && result.left._tag === 'Conflict'
        ? E.left({ ...result.left, actual: result.left.expected })
        : result,
    {
      'text keys': [...refusedRevisions],
      append: [
        "rejects 'none' for an existing stream and names the actual revision",
        'rejects a revision for a missing stream and names the actual revision',
        'rejects a past revision and names the actual revision',
        'rejects a future revision and names the actual revision',
        'rejects -1, which is no revision, for a missing stream and names the actual revision',
        'rejects -1, which is no revision, for an existing stream and names the actual revision',
        'rejects other event ids at revisions that are taken',
        'rejects the same ids in another order at revisions that are taken',
        'rejects the same ids and one more at revisions that are taken',
        'rejects the same ids with one replaced at revisions that are taken',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      'concurrent append': ['lets one of many concurrent appends win a revision; the others change nothing'],
      reopen: ['accepts a repeated append and rejects another at the same revisions'],
    },
  ),
  brokenEventStore(
    'writes the events of an append one by one',
    ({ append }) => ({
      append: (stream, events, expected, previous) => async () => {
        let result = await append(stream, events.slice(0, 1), expected, previous)()
        for (const event of events.slice(1)) {
          await letOthersRun()
          if (result._tag === 'Right') result = await append(stream, [event], result.right.revision)()
        }
        return result
      },
    }),
    {
      append: [
        'rejects the same ids and one more at revisions that are taken',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      'concurrent append': [
        'lets one of many concurrent appends win a revision; the others change nothing',
        'stores each concurrent append whole and contiguous',
      ],
    },
  ),
  brokenEventStore(
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
    {
      'text keys': ['reads from and to revisions that no stream has as the range says'],
      append: [
        'numbers revisions from 0 and returns the last one',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      'concurrent append': [
        'stores each concurrent append whole and contiguous',
        'returns every event exactly once and in one order to a reader while others write',
        'commits nothing below a head that it has returned',
      ],
      read: ['ends readAll where the log ended at the call'],
      'multi-process': [
        'returns every event exactly once and in one order while others write',
        'commits nothing below a head that it has returned while others write',
      ],
    },
  ),
  brokenEventStore(
    'accepts an empty append',
    ({ append }) => ({
      append: (stream, events, expected, previous) =>
        events.length === 0 ? async () => E.right({ revision: 0 }) : append(stream, events, expected, previous),
    }),
    { append: ['throws on an empty append'] },
  ),
  brokenEventStore(
    'accepts a stream without a name',
    ({ append }) => ({
      append: (stream, events, ...expected) =>
        stream === '' ? async () => E.right({ revision: 0 }) : append(stream, events, ...expected),
    }),
    { append: ['throws on an empty stream name or event type'] },
  ),
  brokenEventStore(
    "treats -1 as 'none'",
    ({ append }) => ({
      append: (stream, events, expected, previous) =>
        append(stream, events, expected === -1 ? 'none' : expected, previous),
    }),
    {
      append: [
        'rejects -1, which is no revision, for a missing stream and names the actual revision',
        'rejects -1, which is no revision, for an existing stream and names the actual revision',
      ],
    },
  ),
  brokenEventStore(
    'stores parsed JSON instead of the text',
    ({ append }) => ({
      append: (stream, events, expected, previous) =>
        append(
          stream,
          events.map((event) => ({ ...event, metadata: JSON.stringify(JSON.parse(event.metadata)) })),
          expected,
          previous,
        ),
    }),
    { append: ['stores every text byte for byte'] },
  ),
  changingResult(
    'returns the position of the first event',
    async (result, { stream, events }, { readStream }) => {
      if (result._tag === 'Left') return result
      const { revision } = result.right
      const [first] = await collect(readStream(stream, { from: revision - events.length + 1 }))
      return E.right({ revision, ...(first === undefined ? {} : { position: first.position }) })
    },
    { append: ['returns the position of the last event, if it returns a position'] },
  ),
  changingResult(
    'returns the number of events instead of the last revision',
    (result) => (result._tag === 'Left' ? result : E.right({ ...result.right, revision: result.right.revision + 1 })),
    {
      append: [
        'numbers revisions from 0 and returns the last one',
        'accepts a repeated append and changes nothing',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      'concurrent append': [
        'stores an append once when it is sent many times concurrently',
        'returns every event exactly once and in one order to a reader while others write',
        'commits nothing below a head that it has returned',
      ],
      close: ['waits for appends in progress'],
      'multi-process': [
        'returns every event exactly once and in one order while others write',
        'commits nothing below a head that it has returned while others write',
      ],
      reopen: ['accepts a repeated append and rejects another at the same revisions'],
      faults: [
        'the connection breaks before the commit: an append fails as unavailable; repeated after the repair, it is stored once',
        'the connection breaks after the commit: an append fails as unavailable; repeated after the repair, it is stored once',
      ],
    },
  ),
]
