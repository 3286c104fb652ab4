import type { Appended, EventStore, ReadAllOptions, StoredEvent } from '@skein/engine'
import { StorageError } from '@skein/engine'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterPosition, collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenEventStore, brokenStore, type CaseTitles } from './broken-store.js'
import { withEvents } from './changed-store.js'

type Batches = AsyncIterable<readonly StoredEvent[]>

/** A store that changes what `readAll` returns. */
const brokenReadAll = (
  defect: string,
  readAll: (read: EventStore['readAll'], options: ReadAllOptions, store: EventStore) => Batches,
  failing: CaseTitles,
): BrokenStore =>
  brokenEventStore(defect, (store) => ({ readAll: (options = {}) => readAll(store.readAll, options, store) }), failing)

/** All events in one batch; `head` throws if the store was closed meanwhile. */
async function* oneBatch(work: () => Promise<readonly StoredEvent[]>, { head }: EventStore): Batches {
  const batch = await work()
  if (batch.length > 0) yield batch
  await head()
}

const slashed = (position: string): string => `/${position}`
const plain = (position: string): string => position.slice(1)

/** Every position of the store begins with a slash. */
const slashedPositions: Parameters<typeof brokenEventStore>[1] = (store) => {
  const bounds = ({ after, until }: Pick<ReadAllOptions, 'after' | 'until'>) => ({
    ...(after === undefined ? {} : { after: plain(after) }),
    ...(until === undefined ? {} : { until: plain(until) }),
  })
  async function* changed(batches: Batches): Batches {
    for await (const batch of batches) yield batch.map((event) => ({ ...event, position: slashed(event.position) }))
  }
  return {
    append: (...append) =>
      TE.map(({ revision, position }: Appended) => ({
        revision,
        ...(position === undefined ? {} : { position: slashed(position) }),
      }))(store.append(...append)),
    hashesAt: async (positions) =>
      new Map([...(await store.hashesAt(positions.map(plain)))].map(([position, hash]) => [slashed(position), hash])),
    readStream: (stream, options) => changed(store.readStream(stream, options)),
    readAll: (options = {}) => changed(store.readAll({ ...options, ...bounds(options) })),
    subscribe: (options) => changed(store.subscribe({ ...options, ...bounds(options) })),
    head: async () => {
      const head = await store.head()
      return head && slashed(head)
    },
    count: (options = {}) => store.count({ ...options, ...bounds(options) }),
    comparePositions: (a, b) => store.comparePositions(plain(a), plain(b)),
  }
}

export const readDefects: readonly BrokenStore[] = [
  brokenEventStore('finds no event by its position', () => ({ hashesAt: async () => new Map() }), {
    read: ['returns the hashes of the events at some positions, and leaves out positions without an event'],
  }),
  brokenReadAll(
    'returns no metadata to readers that want none',
    async function* (read, options) {
      for await (const batch of read(options))
        yield options.metadata === false ? batch.map((event) => ({ ...event, metadata: '' })) : batch
    },
    { read: ['returns the metadata of late events to readers of the log that want no metadata'] },
  ),
  brokenReadAll(
    'repeats the last event of a batch in the next',
    async function* (read, options) {
      let last: StoredEvent | undefined
      for await (const batch of read(options)) {
        yield last === undefined ? batch : [last, ...batch.slice(0, -1)]
        if (last !== undefined) yield batch.slice(-1)
        last = batch.at(-1)
      }
    },
    {
      'concurrent append': [
        'returns every event exactly once and in one order to a reader while others write',
        'commits nothing below a head that it has returned',
      ],
      read: [
        'reads any range of the log, filtered by type, in batches of any size',
        'ends readAll where the log ended at the call',
      ],
      'multi-process': [
        'returns every event exactly once and in one order while others write',
        'commits nothing below a head that it has returned while others write',
      ],
    },
  ),
  brokenReadAll(
    'returns one stream after the other',
    (read, options, store) =>
      oneBatch(async () => (await collect(read(options))).toSorted((a, b) => (a.stream < b.stream ? -1 : 1)), store),
    {
      append: ['returns what the model returns for any sequence of appends, and stores the same log'],
      'concurrent append': [
        'stores each concurrent append whole and contiguous',
        'returns every event exactly once and in one order to a reader while others write',
        'commits nothing below a head that it has returned',
      ],
      read: [
        'reads any range of the log, filtered by type, in batches of any size',
        'ends readAll where the log ended at the call',
        'returns the head, and counts the events after a position if it counts at all',
        'compares positions in the order of the log',
      ],
      'multi-process': [
        'returns every event exactly once and in one order while others write',
        'commits nothing below a head that it has returned while others write',
      ],
    },
  ),
  brokenReadAll(
    'reads past the end that the log had at the call',
    async function* (read, options) {
      let after: string | undefined
      do {
        const last = after
        for await (const batch of read({ ...options, ...afterPosition(after) })) {
          yield batch
          after = batch.at(-1)?.position
        }
        if (after === last) return
      } while (options.until === undefined)
    },
    { read: ['ends readAll where the log ended at the call'] },
  ),
  brokenReadAll(
    'treats `after` as inclusive',
    (read, options, store) =>
      oneBatch(async () => {
        const { after, types } = options
        if (after === undefined) return collect(read(options))
        const all = await collect(store.readAll(options.until === undefined ? {} : { until: options.until }))
        const wanted = all.filter(({ type }) => types === undefined || types.includes(type))
        return wanted.filter(({ position }) => store.comparePositions(position, after) >= 0)
      }, store),
    {
      'concurrent append': [
        'returns every event exactly once and in one order to a reader while others write',
        'commits nothing below a head that it has returned',
      ],
      read: [
        'reads any range of the log, filtered by type, in batches of any size',
        'ends readAll where the log ended at the call',
      ],
      'multi-process': [
        'returns every event exactly once and in one order while others write',
        'commits nothing below a head that it has returned while others write',
      ],
    },
  ),
  brokenReadAll('ignores the requested types', (read, { types, ...options }) => read(options), {
    'text keys': ['finds no event under such a name or type, and reads others at the same time'],
    read: ['reads any range of the log, filtered by type, in batches of any size'],
  }),
  brokenReadAll('ignores the batch size', (read, { batchSize, ...options }) => read(options), {
    read: [
      'reads any range of the log, filtered by type, in batches of any size',
      'ends readAll where the log ended at the call',
    ],
  }),
  brokenReadAll(
    'returns empty batches',
    async function* (read, options) {
      const batches = read(options)
      yield []
      yield* batches
    },
    {
      read: [
        'reads any range of the log, filtered by type, in batches of any size',
        'ends readAll where the log ended at the call',
      ],
    },
  ),
  brokenStore(
    'leaks a resource when a reader stops early',
    (storage) =>
      withEvents(storage, ({ readAll }) => {
        let open = 0
        return {
          readAll: (options) => {
            const batches = readAll(options)
            return (async function* () {
              if (++open > 20)
                throw new StorageError('failed', { en: 'Too many readers are open.', zh: '读取者过多。' })
              yield* batches
              open--
            })()
          },
        }
      }),
    { read: ['keeps working after readers stop early'] },
  ),
  brokenEventStore('returns no head', ({ head }) => ({ head: async () => void (await head()) }), {
    'concurrent append': ['commits nothing below a head that it has returned'],
    read: ['returns the head, and counts the events after a position if it counts at all'],
    subscribe: ['delivers stored events, then new ones, until the signal'],
    'multi-process': ['commits nothing below a head that it has returned while others write'],
  }),
  brokenEventStore(
    'compares positions as texts',
    () => ({ comparePositions: (a, b) => (a < b ? -1 : a > b ? 1 : 0) }),
    {
      'concurrent append': [
        'stores each concurrent append whole and contiguous',
        'returns every event exactly once and in one order to a reader while others write',
        'commits nothing below a head that it has returned',
      ],
      read: ['compares positions in the order of the log'],
      'multi-process': [
        'returns every event exactly once and in one order while others write',
        'commits nothing below a head that it has returned while others write',
      ],
    },
  ),
  brokenEventStore('gives positions that cannot stand in a URL', slashedPositions, {
    read: ['gives positions that can stand in a URL'],
  }),
  brokenEventStore(
    'counts from the beginning of the log',
    ({ count }) => ({ count: ({ types } = {}) => count(types && { types }) }),
    { read: ['returns the head, and counts the events after a position if it counts at all'] },
  ),
  brokenEventStore('counts every type', ({ count }) => ({ count: ({ after } = {}) => count(afterPosition(after)) }), {
    read: ['returns the head, and counts the events after a position if it counts at all'],
  }),
]
