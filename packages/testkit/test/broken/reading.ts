import type { EventStore, ReadAllOptions, StoredEvent } from '@skein/engine'
import { StorageError } from '@skein/engine'
import { gather } from '../../src/storage/bench.js'
import { type Break, type BrokenStore, broken, brokenEvents } from './broken-store.js'
import { turn, waiting, withEvents } from './parts.js'

type Batches = AsyncIterable<readonly StoredEvent[]>

/** Reads the log as it should, then has another word on what is handed out. */
const reading = (
  wrong: string,
  readAll: (read: EventStore['readAll'], options: ReadAllOptions, store: EventStore) => Batches,
  fails: readonly string[],
): BrokenStore =>
  brokenEvents(wrong, (store) => ({ readAll: (options = {}) => readAll(store.readAll, options, store) }), fails)

/** All in one batch; `head` says whether the store was closed meanwhile. */
async function* one(work: () => Promise<readonly StoredEvent[]>, { head }: EventStore): Batches {
  const batch = await work()
  if (batch.length > 0) yield batch
  await head()
}

/** What is written and not yet to be seen, in all handles of a store. */
const hidden = new Map<string, Set<string>>()
let appended = 0

/** Every third append becomes visible later than those that come after it. Acknowledged is only what is visible. */
const committingLate =
  (
    showing: (events: readonly StoredEvent[], isHidden: (event: StoredEvent) => boolean) => readonly StoredEvent[],
  ): Break =>
  (storage) =>
    waiting(
      withEvents(storage, ({ append, readAll, head }) => {
        const late = hidden.get(storage.name) ?? new Set()
        hidden.set(storage.name, late)
        return {
          append: (stream, events, expected) => {
            const appending = append(stream, events, expected)
            return async () => {
              const isLate = ++appended % 3 === 0
              if (isLate) for (const { eventId } of events) late.add(eventId)
              const answer = await appending()
              if (isLate) await turn(5)
              for (const { eventId } of events) late.delete(eventId)
              return answer
            }
          },
          readAll: ({ batchSize = 5_000, ...options } = {}) => {
            const all = gather(readAll(options))
            return (async function* () {
              const seen = showing(await all, ({ eventId }) => late.has(eventId))
              for (let start = 0; start < seen.length; start += batchSize) {
                yield seen.slice(start, start + batchSize)
                await head()
              }
            })()
          },
        }
      }),
    )

export const brokenReads: readonly BrokenStore[] = [
  broken(
    'skips an event whose transaction commits late',
    committingLate((events, isHidden) => events.filter((event) => !isHidden(event))),
    [
      'append, from many sides: shows every',
      'append, from many sides: lets nothing',
      'several handles: shows every event',
      'several handles: lets nothing commit',
    ],
  ),
  broken(
    'gives a head below which something still commits',
    committingLate((events, isHidden) => {
      const first = events.findIndex(isHidden)
      return first === -1 ? events : events.slice(0, first)
    }),
    ['append, from many sides: lets nothing', 'several handles: lets nothing commit'],
  ),
  reading(
    'repeats the last event of a batch in the next',
    async function* (read, options) {
      let last: StoredEvent | undefined
      for await (const batch of read(options)) {
        yield last === undefined ? batch : [last, ...batch.slice(0, -1)]
        if (last !== undefined) yield batch.slice(-1)
        last = batch.at(-1)
      }
    },
    [
      'append, from many sides: shows every',
      'append, from many sides: lets nothing',
      'readStream, readAll, head, count: reads any part of the',
      'readStream, readAll, head, count: ends',
      'several handles: shows every event',
      'several handles: lets nothing commit',
    ],
  ),
  reading(
    'gives one stream after the other',
    (read, options, store) =>
      one(async () => (await gather(read(options))).toSorted((a, b) => (a.stream < b.stream ? -1 : 1)), store),
    [
      'append: answers every sequence of',
      'append, from many sides: keeps each',
      'append, from many sides: shows every',
      'append, from many sides: lets nothing',
      'readStream, readAll, head, count: reads any part of the',
      'readStream, readAll, head, count: ends',
      'readStream, readAll, head, count: says',
      'readStream, readAll, head, count: compares',
      'several handles: shows every event',
      'several handles: lets nothing commit',
    ],
  ),
  reading(
    'reads on past where the log ended at the call',
    async function* (read, options) {
      let after: string | undefined
      do {
        const last = after
        for await (const batch of read({ ...options, ...(after === undefined ? {} : { after }) })) {
          yield batch
          after = batch.at(-1)?.position
        }
        if (after === last) return
      } while (options.until === undefined)
    },
    ['readStream, readAll, head, count: ends'],
  ),
  reading(
    'takes `after` for inclusive',
    (read, options, store) =>
      one(async () => {
        const { after, types } = options
        if (after === undefined) return gather(read(options))
        const all = await gather(store.readAll(options.until === undefined ? {} : { until: options.until }))
        const wanted = all.filter(({ type }) => types === undefined || types.includes(type))
        return wanted.filter(({ position }) => store.comparePositions(position, after) >= 0)
      }, store),
    [
      'append, from many sides: shows every',
      'append, from many sides: lets nothing',
      'readStream, readAll, head, count: reads any part of the',
      'readStream, readAll, head, count: ends',
      'several handles: shows every event',
      'several handles: lets nothing commit',
    ],
  ),
  reading('gives every type, whatever is asked for', (read, { types, ...options }) => read(options), [
    'readStream, readAll, head, count: reads any part of the',
  ]),
  reading('gives larger batches than were asked for', (read, { batchSize, ...options }) => read(options), [
    'readStream, readAll, head, count: reads any part of the',
    'readStream, readAll, head, count: ends',
  ]),
  reading(
    'gives empty batches',
    async function* (read, options) {
      const batches = read(options)
      yield []
      yield* batches
    },
    ['readStream, readAll, head, count: reads any part of the', 'readStream, readAll, head, count: ends'],
  ),
  broken(
    'keeps something open for a reader who stops early',
    (storage) =>
      withEvents(storage, ({ readAll }) => {
        let open = 0
        return {
          readAll: (options) => {
            const batches = readAll(options)
            return (async function* () {
              if (++open > 20) throw new StorageError('failed', 'Too many readers are open.')
              yield* batches
              open--
            })()
          },
        }
      }),
    ['readStream, readAll, head, count: lets'],
  ),
  brokenEvents(
    'reads streams forwards only',
    ({ readStream }) => ({
      readStream: (stream, { direction, ...options } = {}) => readStream(stream, options),
    }),
    ['readStream, readAll, head, count: reads any part of a', 'readStream, readAll, head, count: reads a long'],
  ),
  brokenEvents(
    'leaves out the last of the revisions that are asked for',
    ({ readStream }) => ({
      readStream: (stream, { to, ...options } = {}) =>
        readStream(stream, { ...options, ...(to === undefined ? {} : { to: to - 1 }) }),
    }),
    ['readStream, readAll, head, count: reads any part of a'],
  ),
  brokenEvents(
    'gives one page of a long stream',
    ({ readStream }) => ({
      readStream: async function* (...given) {
        for await (const batch of readStream(...given)) {
          yield batch
          return
        }
      },
    }),
    ['readStream, readAll, head, count: reads any part of a stream', 'readStream, readAll, head, count: reads a long'],
  ),
  brokenEvents(
    'fails on a stream that does not exist',
    ({ readStream }) => ({
      readStream: async function* (...given) {
        const all = await gather(readStream(...given))
        if (all.length === 0) throw new StorageError('failed', 'There is no such stream.')
        yield all
      },
    }),
    [
      'append: refuses a revision on a',
      'append: refuses -1, which is no revision, on a stream that does',
      'append: answers every sequence of',
      'readStream, readAll, head, count: gives',
      'readStream, readAll, head, count: reads any part of a',
    ],
  ),
  brokenEvents('says that the head is before all', ({ head }) => ({ head: async () => void (await head()) }), [
    'append, from many sides: lets nothing',
    'readStream, readAll, head, count: says',
    'subscribe: gives what is there,',
    'several handles: lets nothing commit',
  ]),
  brokenEvents('compares positions as texts', () => ({ comparePositions: (a, b) => (a < b ? -1 : a > b ? 1 : 0) }), [
    'append, from many sides: keeps each',
    'append, from many sides: shows every',
    'append, from many sides: lets nothing',
    'readStream, readAll, head, count: compares',
    'several handles: shows every event',
    'several handles: lets nothing commit',
  ]),
  brokenEvents('counts from the beginning', ({ count }) => ({ count: ({ types } = {}) => count(types && { types }) }), [
    'readStream, readAll, head, count: says',
  ]),
  brokenEvents(
    'counts every type',
    ({ count }) => ({ count: ({ after } = {}) => count(after === undefined ? {} : { after }) }),
    ['readStream, readAll, head, count: says'],
  ),
]
