import type { Position, Storage, StoredEvent } from '@skein/engine'
import { expect } from 'vitest'
import { faultOf, freshStream, ids, newEvent, newEvents, right, withStore } from './bench.js'
import type { Declare } from './cases.js'
import type { StoreUnderTest } from './store-under-test.js'

export const following = (offer: StoreUnderTest, it: Declare): void => {
  it(
    'gives what is there, then what comes, until the signal',
    withStore(offer, async (storage) => {
      const stream = freshStream()
      right(await storage.events.append(freshStream(), newEvents(2), 'none')())
      const start = await storage.events.head()
      const [past, coming] = [newEvents(3), newEvents(4)]
      right(await storage.events.append(stream, past, 'none')())
      const follower = follow(storage, start, 7)
      await follower.until(3)
      right(await storage.events.append(stream, coming.slice(0, 1), 2)())
      await follower.until(4)
      right(await storage.events.append(stream, coming.slice(1), 3)())
      await follower.ended
      expect(ids(follower.seen)).toEqual(ids([...past, ...coming]))
    }),
  )

  it(
    'misses nothing that is appended while it hands out what it has',
    withStore(offer, async (storage) => {
      const start = await storage.events.head()
      const follower = follow(storage, start, 60)
      const streams = Array.from({ length: 6 }, () => freshStream())
      await Promise.all(
        streams.map(async (stream) => {
          for (let revision = 0; revision < 10; revision++)
            right(await storage.events.append(stream, newEvents(1), revision === 0 ? 'none' : revision - 1)())
        }),
      )
      await follower.ended
      expect(new Set(ids(follower.seen)).size).toBe(60)
      for (const stream of streams) {
        const own = follower.seen.filter((event) => event.stream === stream)
        expect(own.map(({ revision }) => revision)).toEqual(Array.from({ length: 10 }, (_, index) => index))
      }
    }),
  )

  it(
    'shows only the types asked for, also after a stretch without any',
    withStore(offer, async (storage) => {
      const start = await storage.events.head()
      const stream = freshStream()
      const follower = follow(storage, start, 2, ['Wanted'])
      right(await storage.events.append(stream, newEvents(5, 'Other'), 'none')())
      right(await storage.events.append(stream, [newEvent('Wanted')], 4)())
      await follower.until(1)
      right(await storage.events.append(stream, [newEvent('Other'), newEvent('Wanted')], 5)())
      await follower.ended
      expect(follower.seen.map(({ revision }) => revision)).toEqual([5, 7])
    }),
  )

  it(
    'ends quietly on the signal, also one given before',
    withStore(offer, async ({ events }) => {
      const signals = [AbortSignal.abort(), AbortSignal.timeout(20)]
      const head = await events.head()
      for (const signal of signals) {
        const seen: StoredEvent[] = []
        for await (const batch of events.subscribe({ ...(head === undefined ? {} : { after: head }), signal }))
          seen.push(...batch)
        expect(seen).toEqual([])
      }
    }),
  )

  it(
    'lets a follower stop early',
    withStore(offer, async ({ events }) => {
      const head = await events.head()
      const stream = freshStream()
      right(await events.append(stream, newEvents(1), 'none')())
      const { signal } = new AbortController()
      for await (const batch of events.subscribe({ ...(head === undefined ? {} : { after: head }), signal }))
        if (batch.length > 0) break
      right(await events.append(stream, newEvents(1), 0)())
    }),
  )

  it('says so when the store is closed', async () => {
    const storage = await offer.open()
    const head = await storage.events.head()
    const { signal } = new AbortController()
    const waiting = faultOf(async () => {
      for await (const _ of storage.events.subscribe({ ...(head === undefined ? {} : { after: head }), signal }));
    })
    // told below
    waiting.catch(() => undefined)
    await new Promise(setImmediate)
    await storage.close()
    expect(await waiting).toBe('closed')
  })
}

/** Follows in the background until it has seen `count` events. */
export const follow = ({ events }: Storage, after: Position | undefined, count: number, types?: readonly string[]) => {
  const stop = new AbortController()
  const seen: StoredEvent[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const run = async () => {
    const options = { ...(after === undefined ? {} : { after }), ...(types === undefined ? {} : { types }) }
    for await (const batch of events.subscribe({ ...options, signal: stop.signal, batchSize: 4 })) {
      seen.push(...batch)
      for (const each of waiting) if (seen.length >= each.count) each.resolve()
      if (seen.length >= count) stop.abort()
    }
  }
  const ended = run()
  // told to who waits for it; a test that fails before tells of its own fault
  ended.catch(() => undefined)
  return {
    seen,
    ended,
    /** Until it has seen so many; where it fails before, with what it failed. */
    until: (wanted: number) =>
      Promise.race([
        ended,
        new Promise<void>((resolve) => {
          if (seen.length >= wanted) resolve()
          else waiting.push({ count: wanted, resolve })
        }),
      ]),
  }
}
