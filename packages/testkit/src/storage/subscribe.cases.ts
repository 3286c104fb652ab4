import type { StoredEvent } from '@skein/engine'
import { expect } from 'vitest'
import { follow } from './follow.js'
import { freshStream, idsOf, newEvent, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { afterPosition, expectRight, faultOf, withStore } from './store-access.js'

export const subscribeCases = casesAbout('subscribe', (store, it) => {
  it(
    'delivers stored events, then new ones, until the signal',
    withStore(store, async (storage) => {
      const stream = freshStream()
      expectRight(await storage.events.append(freshStream(), newEvents(2), 'none')())
      const start = await storage.events.head()
      const [stored, coming] = [newEvents(3), newEvents(4)]
      expectRight(await storage.events.append(stream, stored, 'none')())
      const subscriber = follow(storage, start, 7)
      await subscriber.until(3)
      expectRight(await storage.events.append(stream, coming.slice(0, 1), 2)())
      await subscriber.until(4)
      expectRight(await storage.events.append(stream, coming.slice(1), 3)())
      await subscriber.ended
      expect(idsOf(subscriber.delivered)).toEqual(idsOf([...stored, ...coming]))
    }),
  )

  it(
    'delivers events that are appended during delivery',
    withStore(store, async (storage) => {
      const start = await storage.events.head()
      const subscriber = follow(storage, start, 60)
      const streams = Array.from({ length: 6 }, () => freshStream())
      await Promise.all(
        streams.map(async (stream) => {
          for (let revision = 0; revision < 10; revision++)
            expectRight(await storage.events.append(stream, newEvents(1), revision === 0 ? 'none' : revision - 1)())
        }),
      )
      await subscriber.ended
      expect(new Set(idsOf(subscriber.delivered)).size).toBe(60)
      for (const stream of streams) {
        const ofStream = subscriber.delivered.filter((event) => event.stream === stream)
        expect(ofStream.map(({ revision }) => revision)).toEqual(Array.from({ length: 10 }, (_, index) => index))
      }
    }),
  )

  it(
    'delivers only the requested types, also after a run of other types',
    withStore(store, async (storage) => {
      const start = await storage.events.head()
      const stream = freshStream()
      const subscriber = follow(storage, start, 2, ['Wanted'])
      expectRight(await storage.events.append(stream, newEvents(5, 'Other'), 'none')())
      expectRight(await storage.events.append(stream, [newEvent('Wanted')], 4)())
      await subscriber.until(1)
      expectRight(await storage.events.append(stream, [newEvent('Other'), newEvent('Wanted')], 5)())
      await subscriber.ended
      expect(subscriber.delivered.map(({ revision }) => revision)).toEqual([5, 7])
    }),
  )

  it(
    'ends without an error on the signal, also one that was aborted before',
    withStore(store, async ({ events }) => {
      const signals = [AbortSignal.abort(), AbortSignal.timeout(20)]
      const head = await events.head()
      for (const signal of signals) {
        const delivered: StoredEvent[] = []
        for await (const batch of events.subscribe({ ...afterPosition(head), signal })) delivered.push(...batch)
        expect(delivered).toEqual([])
      }
    }),
  )

  it(
    'accepts appends after a subscriber stops early',
    withStore(store, async ({ events }) => {
      const head = await events.head()
      const stream = freshStream()
      expectRight(await events.append(stream, newEvents(1), 'none')())
      const { signal } = new AbortController()
      for await (const batch of events.subscribe({ ...afterPosition(head), signal })) if (batch.length > 0) break
      expectRight(await events.append(stream, newEvents(1), 0)())
    }),
  )

  it('fails as closed when the store is closed', async () => {
    const storage = await store.open()
    const head = await storage.events.head()
    const { signal } = new AbortController()
    const failure = faultOf(async () => {
      for await (const _ of storage.events.subscribe({ ...afterPosition(head), signal }));
    })
    // awaited below
    failure.catch(() => undefined)
    await new Promise(setImmediate)
    await storage.close()
    expect(await failure).toBe('closed')
  })
})
