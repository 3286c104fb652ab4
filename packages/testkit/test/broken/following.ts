import type { StoredEvent, SubscribeOptions } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { type BrokenStore, broken, brokenEvents } from './broken-store.js'
import { turn, withEvents } from './parts.js'

const from = (after: string | undefined) => (after === undefined ? {} : { after })

export const brokenFollowers: readonly BrokenStore[] = [
  brokenEvents(
    'misses what is appended while it hands out what it has',
    ({ readAll, head }) => ({
      subscribe: async function* ({ signal, ...options }: SubscribeOptions) {
        let { after } = options
        while (!signal.aborted) {
          for await (const batch of readAll({ ...options, ...from(after) })) {
            yield batch
            if (signal.aborted) return
          }
          after = await head()
          while (!signal.aborted && (await head()) === after) await turn()
        }
      },
    }),
    [
      'subscribe: gives what is there,',
      'subscribe: misses nothing that is',
      'subscribe: shows only the types',
      'several handles: wakes a follower',
    ],
  ),
  brokenEvents(
    'ends when it has given what is there',
    ({ readAll }) => ({ subscribe: ({ signal: _, ...options }) => readAll(options) }),
    [
      'subscribe: gives what is there,',
      'subscribe: misses nothing that is',
      'subscribe: shows only the types',
      'subscribe: says so when the store',
      'several handles: wakes a follower',
    ],
  ),
  brokenEvents(
    'gives followers every type',
    ({ subscribe }) => ({ subscribe: ({ types: _, ...options }) => subscribe(options) }),
    ['subscribe: shows only the types'],
  ),
  brokenEvents(
    'follows from the beginning, wherever it is asked to begin',
    ({ subscribe }) => ({
      subscribe: async function* ({ after, ...options }) {
        const seen: StoredEvent[] = []
        for await (const batch of subscribe(options)) {
          seen.push(...batch)
          yield batch
        }
      },
    }),
    ['subscribe: gives what is there,'],
  ),
  brokenEvents(
    'throws on the signal',
    ({ subscribe }) => ({
      subscribe: async function* (options) {
        yield* subscribe(options)
        options.signal.throwIfAborted()
      },
    }),
    [
      'subscribe: gives what is there,',
      'subscribe: misses nothing that is',
      'subscribe: shows only the types',
      'subscribe: ends quietly on the signal,',
      'several handles: wakes a follower',
    ],
  ),
  brokenEvents(
    'hears the signal only when something comes',
    ({ subscribe }) => ({
      subscribe: async function* ({ signal, ...options }) {
        for await (const batch of subscribe({ ...options, signal: new AbortController().signal })) {
          yield batch
          if (signal.aborted) return
        }
      },
    }),
    ['subscribe: ends quietly on the signal,'],
  ),
  broken(
    'does not hear of what comes through another handle',
    (storage) =>
      withEvents(storage, ({ append, readAll }) => {
        let own = 0
        return {
          append: (stream, events, expected) => {
            const appending = append(stream, events, expected)
            return async () => {
              const answer = await appending()
              own++
              return answer
            }
          },
          subscribe: async function* ({ signal, ...options }: SubscribeOptions) {
            let { after } = options
            for (let known = -1; !signal.aborted; await turn()) {
              if (known === own) {
                await storage.events.head()
                continue
              }
              known = own
              for await (const batch of readAll({ ...options, ...from(after) })) {
                yield batch
                after = batch.at(-1)?.position
                if (signal.aborted) return
              }
            }
          },
        }
      }),
    ['several handles: wakes a follower'],
  ),
  broken(
    'keeps something open for a follower who stops early',
    (storage) =>
      withEvents(storage, ({ append, subscribe }) => {
        let isKept = false
        return {
          append: (stream, events, expected) => {
            const appending = append(stream, events, expected)
            return async () =>
              isKept ? E.left({ _tag: 'Unavailable', written: 'no', reason: 'Somebody still reads.' }) : appending()
          },
          subscribe: (options) => ({
            [Symbol.asyncIterator]: () => {
              const batches = subscribe(options)[Symbol.asyncIterator]()
              return {
                next: () => batches.next(),
                return: async () => {
                  isKept = true
                  return { done: true, value: undefined }
                },
              }
            },
          }),
        }
      }),
    ['subscribe: lets a follower stop'],
  ),
]
