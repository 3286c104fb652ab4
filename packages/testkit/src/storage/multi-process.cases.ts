import type { Storage } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { freshStream, gather, newEvents, right, withStore } from './bench.js'
import type { Declare } from './cases.js'
import { pageToTheEnd, pageToTheHead, pageWhileWriting } from './concurrent-append.cases.js'
import { commitTo } from './generations.cases.js'
import type { StoreUnderTest } from './store-under-test.js'
import { follow } from './subscribe.cases.js'

const minute = 60_000

/** One store through several handles, as several processes have it open. */
export const sharing = (offer: StoreUnderTest, it: Declare): void => {
  const { reopen } = offer
  if (reopen === undefined || offer.cannot?.includes('severalProcesses')) return

  const withHandles = (work: (one: Storage, other: Storage, third: Storage) => Promise<void>) =>
    withStore(offer, async (one) => {
      const others: Storage[] = []
      try {
        const [other, third] = [await reopen(one), await reopen(one)]
        others.push(other, third)
        await work(one, other, third)
      } finally {
        for (const other of others) await other.close()
      }
    })

  it.each([
    { title: 'shows every event exactly once and in one order', page: pageToTheEnd },
    { title: 'lets nothing commit later below a head that it gave', page: pageToTheHead },
  ])('$title while others write', ({ page }) =>
    withHandles((one, other, third) => pageWhileWriting(one, [other, third], page))(),
  )

  it(
    'lets one win a revision',
    withHandles(async (one, other) => {
      for (let round = 0; round < 10; round++) {
        const stream = freshStream()
        const answers = await Promise.all(
          [one, other].map(({ events }) => events.append(stream, newEvents(1), 'none')()),
        )
        expect(answers.filter(E.isRight)).toHaveLength(1)
        expect(await gather(other.events.readStream(stream))).toHaveLength(1)
      }
    }),
  )

  it(
    'wakes a follower with what is appended through another',
    withHandles(async (one, other) => {
      const start = await one.events.head()
      const follower = follow(one, start, 2)
      await new Promise(setImmediate)
      const stream = freshStream()
      right(await other.events.append(stream, newEvents(1), 'none')())
      await follower.until(1)
      right(await other.events.append(stream, newEvents(1), 0)())
      await follower.ended
      expect(follower.seen).toHaveLength(2)
    }),
  )

  it(
    'lets one begin a generation, and one apply each batch to it',
    withHandles(async (...handles) => {
      const projection = freshStream('projection')
      const begun = await Promise.all(handles.map(({ readModels }) => readModels.begin(projection, 1)))
      const [{ id } = { id: '' }] = begun
      expect(begun.map((generation) => generation.id)).toEqual(handles.map(() => id))
      for (let place = 0; place < 10; place++) {
        const commit = commitTo(place + 1, place === 0 ? undefined : place)
        const answers = await Promise.all(handles.map(({ readModels }) => readModels.commit(id, commit)))
        expect(answers.toSorted()).toEqual(['done', 'stale', 'stale'])
      }
    }),
  )

  it(
    'lets one hold a lock, add a key, and claim',
    withHandles(async (...handles) => {
      for (let round = 0; round < 5; round++) {
        const [name, person, scope] = [freshStream('lock'), freshStream('person'), freshStream('scope')]
        const held = await Promise.all(
          handles.map(({ readModels }, index) => readModels.lock(name, { name: `holder ${index}`, ttl: minute })),
        )
        expect(held.filter((answer) => answer.held)).toHaveLength(1)
        const added = await Promise.all(
          handles.map(({ keys }, index) => keys.add(person, { keyId: `k${index}`, wrapped: 'w' })),
        )
        expect(new Set(added.map(({ keyId }) => keyId)).size).toBe(1)
        const claims = await Promise.all(handles.map(({ keys }, index) => keys.claim(scope, 'f', `h${index}`)))
        expect(new Set(claims.map(({ holder }) => holder)).size).toBe(1)
      }
    }),
  )
}
