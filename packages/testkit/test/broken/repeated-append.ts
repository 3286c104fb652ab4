import * as E from 'fp-ts/lib/Either.js'
import { collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenEventStore } from './broken-store.js'
import { acceptedRepeat, changingResult, isConflict, storedIds } from './changed-result.js'

export const repeatedAppendDefects: readonly BrokenStore[] = [
  brokenEventStore(
    'writes a repeated append a second time',
    (store) => ({
      append: (stream, events, expected, previous) => {
        const appending = store.append(stream, events, expected, previous)
        return async () => {
          const isRepeat = (await storedIds({ stream, events, expected }, store))[0] === events[0]?.hash
          if (!isRepeat) return appending()
          const [last] = await collect(store.readStream(stream, { direction: 'backwards' }))
          return store.append(stream, events, last?.revision ?? 'none')()
        }
      },
    }),
    {
      append: [
        'accepts a repeated append and changes nothing',
        'rejects the same ids and one more at revisions that are taken',
        'rejects the same ids with one replaced at revisions that are taken',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      reopen: ['accepts a repeated append and rejects another at the same revisions'],
      faults: [
        'the connection breaks after the commit: an append fails as unavailable; repeated after the repair, it is stored once',
      ],
    },
  ),
  brokenEventStore(
    'reports a conflict for a repeated append',
    (store) => ({
      append: (stream, events, expected, previous) => {
        const appending = store.append(stream, events, expected, previous)
        return async () => {
          if ((await storedIds({ stream, events, expected }, store)).length === 0) return appending()
          const [last] = await collect(store.readStream(stream, { direction: 'backwards' }))
          return E.left({ _tag: 'Conflict', expected, actual: last?.revision ?? 'none' })
        }
      },
    }),
    {
      append: [
        'accepts a repeated append and changes nothing',
        'compares event ids, not content',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
      reopen: ['accepts a repeated append and rejects another at the same revisions'],
      faults: [
        'the connection breaks after the commit: an append fails as unavailable; repeated after the repair, it is stored once',
      ],
    },
  ),
  changingResult(
    'treats other events at taken revisions as a repeat',
    async (result, attempt, store) =>
      isConflict(result) && (await storedIds(attempt, store)).length === attempt.events.length
        ? acceptedRepeat(attempt)
        : result,
    {
      append: [
        "rejects 'none' for an existing stream and names the actual revision",
        'rejects other event ids at revisions that are taken',
        'rejects the same ids in another order at revisions that are taken',
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
    'treats the same ids in another order as a repeat',
    async (result, attempt, store) => {
      const there = new Set(await storedIds(attempt, store))
      const isSame = there.size === attempt.events.length && attempt.events.every(({ hash }) => there.has(hash))
      return isConflict(result) && isSame ? acceptedRepeat(attempt) : result
    },
    { append: ['rejects the same ids in another order at revisions that are taken'] },
  ),
  changingResult(
    'compares the first id only',
    async (result, attempt, store) =>
      isConflict(result) && (await storedIds(attempt, store))[0] === attempt.events[0]?.hash
        ? acceptedRepeat(attempt)
        : result,
    {
      append: [
        'rejects the same ids and one more at revisions that are taken',
        'rejects the same ids with one replaced at revisions that are taken',
        'returns what the model returns for any sequence of appends, and stores the same log',
      ],
    },
  ),
  brokenEventStore(
    'compares content, not ids',
    ({ append, readStream }) => ({
      append: (stream, events, expected, previous) => async () => {
        const result = await append(stream, events, expected, previous)()
        if (result._tag === 'Left') return result
        const known = await collect(readStream(stream, { from: result.right.revision - events.length + 1 }))
        const isSame = events.every(({ data }, index) => known[index]?.data === data)
        return isSame ? result : E.left({ _tag: 'Conflict', expected, actual: known.at(-1)?.revision ?? 'none' })
      },
    }),
    { append: ['compares event ids, not content'] },
  ),
  brokenEventStore(
    'allows an event id only once in the log',
    ({ append }) => {
      const streams = new Map<string, string>()
      return {
        append: (stream, events, expected, previous) => {
          const appending = append(stream, events, expected, previous)
          return async () => {
            for (const { hash } of events)
              if ((streams.get(hash) ?? stream) !== stream) return E.left({ _tag: 'Conflict', expected, actual: 0 })
            const result = await appending()
            if (result._tag === 'Right') for (const { hash } of events) streams.set(hash, stream)
            return result
          }
        },
      }
    },
    {
      append: ['allows the same event id in two streams'],
      faults: [
        'the connection breaks before the commit: an append fails as unavailable; repeated after the repair, it is stored once',
        'the connection breaks after the commit: an append fails as unavailable; repeated after the repair, it is stored once',
      ],
    },
  ),
]
