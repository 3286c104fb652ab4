import { openMemory } from '@skein/engine'
import { collect } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenStore } from './broken-store.js'
import { bound, letOthersRun, withEvents, withKeys } from './changed-store.js'

export const closeDefects: readonly BrokenStore[] = [
  brokenStore('keeps working after close', (storage) => ({ ...storage, close: async () => undefined }), {
    subscribe: ['fails as closed when the store is closed'],
    close: ['fails every later call as closed, and can be repeated', 'fails a reader between two batches'],
  }),
  brokenStore('keeps serving keys after close', (storage) => withKeys(storage, () => bound(openMemory().keys)), {
    close: ['fails every later call as closed, and can be repeated'],
    'multi-process': ['grants a lock, a key and a claim to one handle'],
    reopen: ['keeps events, read models, keys and claims'],
  }),
  brokenStore(
    'throws on an append after close',
    (storage) =>
      withEvents(storage, ({ append, head }) => ({
        append: (stream, events, expected, previous) => {
          const appending = append(stream, events, expected, previous)
          return async () => {
            await head()
            return appending()
          }
        },
      })),
    { close: ['fails every later call as closed, and can be repeated', 'waits for appends in progress'] },
  ),
  brokenStore(
    'drops appends in progress on close',
    (storage) =>
      withEvents(storage, ({ append }) => ({
        append: (stream, events, expected, previous) => {
          const appending = append(stream, events, expected, previous)
          return async () => {
            await letOthersRun()
            return appending()
          }
        },
      })),
    { close: ['waits for appends in progress'] },
  ),
  brokenStore(
    'keeps reading after close',
    (storage) =>
      withEvents(storage, ({ readAll }) => ({
        readAll: ({ batchSize = 5_000, ...options } = {}) => {
          const all = collect(readAll(options))
          return (async function* () {
            const events = await all
            for (let start = 0; start < events.length; start += batchSize) yield events.slice(start, start + batchSize)
          })()
        },
      })),
    { close: ['fails a reader between two batches'] },
  ),
  brokenStore(
    'leaves subscribers waiting after close',
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
    {
      subscribe: ['fails as closed when the store is closed'],
      close: ['fails every later call as closed, and can be repeated'],
    },
  ),
  brokenStore(
    'fails on a second close',
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
    { close: ['fails every later call as closed, and can be repeated', 'fails a reader between two batches'] },
  ),
  brokenStore(
    'shows its password in its name',
    (storage) => ({ ...storage, name: `${storage.name}?password=secret` }),
    { close: ['has a name for messages, without a password'] },
  ),
]
