// Stores that do what no correct store does, each in one way.
import type { AppendError, Appended, EventStore, StoredEvent } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { HistoryViolation } from '../../src/storage.js'

export interface HistoryDefect {
  readonly defect: string
  /** What the checker calls it. */
  readonly kind: HistoryViolation['kind']
  readonly change: (events: EventStore) => Partial<EventStore>
}

type Result = E.Either<AppendError, Appended>

/** Every n-th time. */
const every = (n: number) => {
  let count = 0
  return () => ++count % n === 0
}

const refused: Result = E.left({
  _tag: 'Unavailable',
  written: 'no',
  reason: { en: 'The store is busy; try again.', zh: '存储繁忙;请重试。' },
})

const unknown: Result = E.left({
  _tag: 'Unavailable',
  written: 'unknown',
  reason: { en: 'The connection broke; try again.', zh: '连接中断;请重试。' },
})

/** Changes the batches of every n-th read. */
const changedReads = (
  read: (...given: never[]) => AsyncIterable<readonly StoredEvent[]>,
  n: number,
  change: (batch: readonly StoredEvent[]) => readonly StoredEvent[],
) => {
  const isDue = every(n)
  // sound: given on as they came
  return async function* (...given: unknown[]) {
    const isChanged = isDue()
    for await (const batch of read(...(given as never[]))) yield isChanged ? change(batch) : batch
  }
}

export const historyDefects: readonly HistoryDefect[] = [
  {
    defect: 'acknowledges an append that it does not store',
    kind: 'lost',
    change: ({ append }) => {
      const isDue = every(20)
      return {
        append: (stream, events, expected) => async () => {
          const revision = (expected === 'none' ? -1 : expected) + events.length
          return isDue() ? E.right({ revision }) : append(stream, events, expected)()
        },
      }
    },
  },
  {
    defect: 'stores a part of an append, and does not know whether it stored it',
    kind: 'torn',
    change: ({ append }) => {
      const isDue = every(10)
      return {
        append: (stream, events, expected) => async () => {
          if (events.length === 1 || !isDue()) return append(stream, events, expected)()
          await append(stream, events.slice(0, 1), expected)()
          return unknown
        },
      }
    },
  },
  {
    defect: 'stores an append that it refuses',
    kind: 'phantom',
    change: ({ append }) => {
      const isDue = every(20)
      return {
        append: (stream, events, expected) => async () => {
          const result = await append(stream, events, expected)()
          return E.isRight(result) && isDue() ? refused : result
        },
      }
    },
  },
  {
    defect: 'appends behind the last event, whatever revision is expected',
    kind: 'lost',
    change: ({ append }) => ({
      append: (stream, events, expected) => async () => {
        const result = await append(stream, events, expected)()
        if (E.isRight(result) || result.left._tag !== 'Conflict') return result
        return append(stream, events, result.left.actual)()
      },
    }),
  },
  {
    defect: 'stores a repeated append once more',
    kind: 'doubled',
    change: ({ append }) => {
      const isDue = every(10)
      const repeated = new Set<string>()
      return {
        append: (stream, events, expected) => async () => {
          const [first] = events
          const result = await append(stream, events, expected)()
          if (first !== undefined && repeated.has(first.hash) && E.isRight(result))
            return append(stream, events, result.right.revision)()
          if (first === undefined || !E.isRight(result) || !isDue()) return result
          repeated.add(first.hash)
          return unknown
        },
      }
    },
  },
  {
    defect: 'reads streams from a replica that lags behind',
    kind: 'stale',
    change: ({ readStream }) => ({ readStream: changedReads(readStream, 5, (batch) => batch.slice(0, -3)) }),
  },
  {
    defect: 'skips an event of the log, as one that commits late is skipped',
    kind: 'skipped',
    change: ({ readAll }) => ({
      readAll: changedReads(readAll, 5, (batch) => [...batch.slice(0, -2), ...batch.slice(-1)]),
    }),
  },
  {
    defect: 'returns the last event of a page again',
    kind: 'repeated',
    change: ({ readAll }) => ({ readAll: changedReads(readAll, 5, (batch) => [...batch, ...batch.slice(-1)]) }),
  },
  {
    defect: 'names an outdated revision in a conflict',
    kind: 'stale',
    change: ({ append }) => ({
      append: (stream, events, expected) => async () => {
        const result = await append(stream, events, expected)()
        if (E.isRight(result) || result.left._tag !== 'Conflict' || typeof result.left.actual !== 'number')
          return result
        return E.left({ ...result.left, actual: Math.max(0, result.left.actual - 5) })
      },
    }),
  },
  {
    defect: 'shows events to readers that are then not committed',
    kind: 'phantom',
    change: ({ readStream }) => ({
      readStream: changedReads(readStream, 10, (batch) =>
        batch.flatMap((event, index) =>
          index < batch.length - 1
            ? [event]
            : [event, { ...event, revision: event.revision + 1, hash: 'f'.repeat(64) }],
        ),
      ),
    }),
  },
  {
    defect: 'orders the log by stream',
    kind: 'order',
    change: ({ readAll }) => ({
      async *readAll(options) {
        const log: StoredEvent[] = []
        for await (const batch of readAll(options)) log.push(...batch)
        yield log.sort((a, b) => (a.stream < b.stream ? -1 : Number(a.stream > b.stream)))
      },
    }),
  },
  {
    defect: 'answers with the head of a while ago',
    kind: 'stale',
    change: ({ head }) => {
      const heads: (string | undefined)[] = []
      return {
        head: async () => {
          heads.push(await head())
          return heads.length > 8 ? heads.at(-8) : heads.at(-1)
        },
      }
    },
  },
]
