import type { SubscribeOptions } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { afterPosition } from '../../src/storage/store-access.js'
import { type BrokenStore, brokenEventStore, brokenStore } from './broken-store.js'
import { pollInterval, withEvents } from './changed-store.js'

export const subscribeDefects: readonly BrokenStore[] = [
  brokenEventStore(
    'misses events that are appended during delivery',
    ({ readAll, head }) => ({
      subscribe: async function* ({ signal, ...options }: SubscribeOptions) {
        let { after } = options
        while (!signal.aborted) {
          for await (const batch of readAll({ ...options, ...afterPosition(after) })) {
            yield batch
            if (signal.aborted) return
          }
          after = await head()
          while (!signal.aborted && (await head()) === after) await pollInterval()
        }
      },
    }),
    {
      subscribe: [
        'delivers stored events, then new ones, until the signal',
        'delivers events that are appended during delivery',
        'delivers only the requested types, also after a run of other types',
      ],
      'multi-process': ['delivers events that are appended through another handle'],
    },
  ),
  brokenEventStore(
    'ends after the stored events',
    ({ readAll }) => ({ subscribe: ({ signal: _, ...options }) => readAll(options) }),
    {
      subscribe: [
        'delivers stored events, then new ones, until the signal',
        'delivers events that are appended during delivery',
        'delivers only the requested types, also after a run of other types',
        'fails as closed when the store is closed',
      ],
      'multi-process': ['delivers events that are appended through another handle'],
    },
  ),
  brokenEventStore(
    'delivers every type',
    ({ subscribe }) => ({ subscribe: ({ types: _, ...options }) => subscribe(options) }),
    { subscribe: ['delivers only the requested types, also after a run of other types'] },
  ),
  brokenEventStore(
    'delivers from the beginning of the log',
    ({ subscribe }) => ({
      subscribe: async function* ({ after, ...options }) {
        yield* subscribe(options)
      },
    }),
    { subscribe: ['delivers stored events, then new ones, until the signal'] },
  ),
  brokenEventStore(
    'throws on the signal',
    ({ subscribe }) => ({
      subscribe: async function* (options) {
        yield* subscribe(options)
        options.signal.throwIfAborted()
      },
    }),
    {
      subscribe: [
        'delivers stored events, then new ones, until the signal',
        'delivers events that are appended during delivery',
        'delivers only the requested types, also after a run of other types',
        'ends without an error on the signal, also one that was aborted before',
      ],
      'multi-process': ['delivers events that are appended through another handle'],
    },
  ),
  brokenEventStore(
    'notices the signal only with the next event',
    ({ subscribe }) => ({
      subscribe: async function* ({ signal, ...options }) {
        for await (const batch of subscribe({ ...options, signal: new AbortController().signal })) {
          yield batch
          if (signal.aborted) return
        }
      },
    }),
    { subscribe: ['ends without an error on the signal, also one that was aborted before'] },
  ),
  brokenStore(
    'leaks a resource when a subscriber stops early',
    (storage) =>
      withEvents(storage, ({ append, subscribe }) => {
        let isLeaked = false
        return {
          append: (stream, events, expected, previous) => {
            const appending = append(stream, events, expected, previous)
            return async () =>
              isLeaked
                ? E.left({
                    _tag: 'Unavailable',
                    written: 'no',
                    reason: { en: 'A subscription is still open.', zh: '仍有订阅未关闭。' },
                  })
                : appending()
          },
          subscribe: (options) => ({
            [Symbol.asyncIterator]: () => {
              const batches = subscribe(options)[Symbol.asyncIterator]()
              return {
                next: () => batches.next(),
                return: async () => {
                  isLeaked = true
                  return { done: true, value: undefined }
                },
              }
            },
          }),
        }
      }),
    { subscribe: ['accepts appends after a subscriber stops early'] },
  ),
]
