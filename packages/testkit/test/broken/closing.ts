import { openMemory } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { gather } from '../../src/storage/bench.js'
import { type BrokenStore, broken } from './broken-store.js'
import { bound, turn, withEvents, withKeys } from './parts.js'

export const brokenEndings: readonly BrokenStore[] = [
  broken('works on when it is closed', (storage) => ({ ...storage, close: async () => undefined }), [
    'subscribe: says so when the store',
    'close: makes every further call',
    'close: ends a reader between two',
  ]),
  broken('gives keys when it is closed', (storage) => withKeys(storage, () => bound(openMemory().keys)), [
    'close: makes every further call',
    'several handles: lets one hold a',
    'open again: finds events, read models,',
  ]),
  broken(
    'throws on an append when it is closed',
    (storage) =>
      withEvents(storage, ({ append, head }) => ({
        append: (stream, events, expected) => {
          const appending = append(stream, events, expected)
          return async () => {
            await head()
            return appending()
          }
        },
      })),
    ['close: makes every further call', 'close: waits for what is under way'],
  ),
  broken(
    'drops what is under way when it is closed',
    (storage) =>
      withEvents(storage, ({ append }) => ({
        append: (stream, events, expected) => {
          const appending = append(stream, events, expected)
          return async () => {
            await turn()
            return appending()
          }
        },
      })),
    ['close: waits for what is under way'],
  ),
  broken(
    'reads on when it is closed',
    (storage) =>
      withEvents(storage, ({ readAll }) => ({
        readAll: ({ batchSize = 5_000, ...options } = {}) => {
          const all = gather(readAll(options))
          return (async function* () {
            const events = await all
            for (let start = 0; start < events.length; start += batchSize) yield events.slice(start, start + batchSize)
          })()
        },
      })),
    ['close: ends a reader between two'],
  ),
  broken(
    'keeps followers waiting when it is closed',
    (storage) =>
      withEvents(storage, ({ subscribe }) => ({
        subscribe: async function* (options) {
          try {
            yield* subscribe(options)
          } catch {
            await new Promise(() => undefined)
          }
        },
      })),
    ['subscribe: says so when the store', 'close: makes every further call'],
  ),
  broken(
    'may be closed once only',
    (storage) => {
      let isClosed = false
      return {
        ...storage,
        close: async () => {
          if (isClosed) throw new Error('closed twice')
          isClosed = true
          await storage.close()
        },
      }
    },
    ['close: makes every further call', 'close: ends a reader between two'],
  ),
  broken('says its password', (storage) => ({ ...storage, name: `${storage.name}?password=secret` }), [
    'close: has a name for messages',
  ]),
  broken(
    'opened again, knows no keys',
    (storage, isFirst) => (isFirst ? storage : withKeys(storage, () => bound(openMemory().keys))),
    ['several handles: lets one hold a', 'open again: finds events, read models,'],
  ),
  broken(
    'opened again, takes the same events for others',
    (storage, isFirst) =>
      isFirst
        ? storage
        : withEvents(storage, ({ append, readStream }) => ({
            append: (stream, events, expected) => async () => {
              const known = await gather(readStream(stream))
              const actual = known.at(-1)?.revision ?? 'none'
              return actual === expected
                ? append(stream, events, expected)()
                : E.left({ _tag: 'Conflict', expected, actual })
            },
          })),
    ['open again: knows the same events'],
  ),
  broken(
    'says that nothing was written where it was',
    (storage) => answering(storage, (left) => ({ ...left, written: 'no' })),
    ['faults: the connection breaks after'],
  ),
  broken(
    'says what was to be written in its complaint',
    (storage) => answering(storage, (left, eventId) => ({ ...left, reason: `${left.reason} (${eventId})` })),
    ['faults: the connection breaks before', 'faults: the connection breaks after'],
  ),
  broken(
    'throws what it should answer',
    (storage) =>
      answering(storage, (left) => {
        throw new Error(left.reason)
      }),
    ['faults: the connection breaks before', 'faults: the connection breaks after'],
  ),
  broken(
    'says that it is done where it is not',
    (storage) =>
      withEvents(storage, ({ append }) => ({
        append: (stream, events, expected) => {
          const appending = append(stream, events, expected)
          return async () => {
            const answer = await appending()
            const isLost =
              answer._tag === 'Left' && answer.left._tag === 'Unavailable' && !answer.left.reason.includes('closed')
            return isLost ? E.right({ revision: events.length - 1 }) : answer
          }
        },
      })),
    ['faults: the connection breaks before', 'faults: the connection breaks after'],
  ),
]

type Unavailable = { readonly _tag: 'Unavailable'; readonly written: 'no' | 'unknown'; readonly reason: string }

/** Has another word on complaints, but for that of a closed store. */
const answering = (
  storage: Parameters<typeof withEvents>[0],
  change: (left: Unavailable, eventId: string | undefined) => Unavailable,
) =>
  withEvents(storage, ({ append }) => ({
    append: (stream, events, expected) => {
      const appending = append(stream, events, expected)
      return async () => {
        const answer = await appending()
        if (answer._tag === 'Right' || answer.left._tag === 'Conflict') return answer
        return answer.left.reason.includes('closed') ? answer : E.left(change(answer.left, events[0]?.eventId))
      }
    },
  }))
