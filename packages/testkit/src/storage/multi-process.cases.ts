import type { Storage } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { commitTo } from './commits.js'
import { follow } from './follow.js'
import { pageWhileWriting, readToEnd, readToHead } from './paging.js'
import { freshStream, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { collect, expectRight, withStore } from './store-access.js'

const minute = 60_000

/** One store with several handles open, as several processes have it. */
export const multiProcessCases = casesAbout('multi-process', (store, it) => {
  const { reopen } = store
  if (reopen === undefined || store.cannot?.includes('severalProcesses')) return

  const withHandles = (test: (one: Storage, other: Storage, third: Storage) => Promise<void>) =>
    withStore(store, async (one) => {
      const others: Storage[] = []
      try {
        const [other, third] = [await reopen(one), await reopen(one)]
        others.push(other, third)
        await test(one, other, third)
      } finally {
        for (const other of others) await other.close()
      }
    })

  it.each([
    { title: 'returns every event exactly once and in one order', readPage: readToEnd },
    { title: 'commits nothing below a head that it has returned', readPage: readToHead },
  ])('$title while others write', ({ readPage }) =>
    withHandles((one, other, third) => pageWhileWriting(one, [other, third], readPage))(),
  )

  it(
    'lets one of two appends win a revision',
    withHandles(async (one, other) => {
      for (let round = 0; round < 10; round++) {
        const stream = freshStream()
        const results = await Promise.all(
          [one, other].map(({ events }) => events.append(stream, newEvents(1), 'none')()),
        )
        expect(results.filter(E.isRight)).toHaveLength(1)
        expect(await collect(other.events.readStream(stream))).toHaveLength(1)
      }
    }),
  )

  it(
    'delivers events that are appended through another handle',
    withHandles(async (one, other) => {
      const start = await one.events.head()
      const subscriber = follow(one, start, 2)
      await new Promise(setImmediate)
      const stream = freshStream()
      expectRight(await other.events.append(stream, newEvents(1), 'none')())
      await subscriber.until(1)
      expectRight(await other.events.append(stream, newEvents(1), 0)())
      await subscriber.ended
      expect(subscriber.delivered).toHaveLength(2)
    }),
  )

  it(
    'begins one generation and applies each batch once',
    withHandles(async (...handles) => {
      const projection = freshStream('projection')
      const begun = await Promise.all(handles.map(({ readModels }) => readModels.begin(projection, 1)))
      const [{ id } = { id: '' }] = begun
      expect(begun.map((generation) => generation.id)).toEqual(handles.map(() => id))
      for (let from = 0; from < 10; from++) {
        const commit = commitTo(from + 1, from === 0 ? undefined : from)
        const results = await Promise.all(handles.map(({ readModels }) => readModels.commit(id, commit)))
        expect(results.toSorted()).toEqual(['done', 'stale', 'stale'])
      }
    }),
  )

  it(
    'grants a lock, a key and a claim to one handle',
    withHandles(async (...handles) => {
      for (let round = 0; round < 5; round++) {
        const [name, person, scope] = [freshStream('lock'), freshStream('person'), freshStream('scope')]
        const held = await Promise.all(
          handles.map(({ readModels }, index) => readModels.lock(name, { name: `holder ${index}`, ttl: minute })),
        )
        expect(held.filter((result) => result.held)).toHaveLength(1)
        const added = await Promise.all(
          handles.map(({ keys }, index) => keys.add(person, { keyId: `k${index}`, wrapped: 'w' })),
        )
        expect(new Set(added.map((stored) => JSON.stringify(stored))).size).toBe(1)
        const claims = await Promise.all(handles.map(({ keys }, index) => keys.claim(scope, 'f', `h${index}`)))
        expect(new Set(claims.map(({ holder }) => holder)).size).toBe(1)
      }
    }),
  )
})
