import type { ReadModelStore } from '@skein/engine'
import { expect } from 'vitest'
import { commitTo, comparePositions } from './commits.js'
import { freshStream } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { withStore } from './store-access.js'

const minute = 60_000

const lockNamed = async (readModels: Pick<ReadModelStore, 'locks'>, wanted: string) =>
  (await readModels.locks()).find(({ name }) => name === wanted)

export const lockCases = casesAbout('locks', (store, it) => {
  it(
    'grants a lock to one holder until it is released',
    withStore(store, async ({ readModels }) => {
      const [name, other] = [freshStream('lock'), freshStream('lock')]
      expect(await readModels.lock(name, { name: 'one', ttl: minute })).toEqual({ held: true })
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: false, by: 'one' })
      expect(await readModels.lock(other, { name: 'two', ttl: minute })).toEqual({ held: true })
      await readModels.unlock(name, 'one')
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: true })
    }),
  )

  it(
    'renews a lock for its holder',
    withStore(store, async ({ readModels }) => {
      const name = freshStream('lock')
      await readModels.lock(name, { name: 'one', ttl: 0 })
      expect(await readModels.lock(name, { name: 'one', ttl: minute })).toEqual({ held: true })
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: false, by: 'one' })
    }),
  )

  it(
    'grants an expired lock to another holder',
    withStore(store, async ({ readModels }) => {
      const name = freshStream('lock')
      await readModels.lock(name, { name: 'expired', ttl: 0 })
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: true })
      expect(await readModels.lock(name, { name: 'expired', ttl: minute })).toEqual({ held: false, by: 'two' })
    }),
  )

  it(
    'refuses commits and promotions of a process that does not hold its lock',
    withStore(store, async ({ readModels }) => {
      const [name, projection] = [freshStream('lock'), freshStream('projection')]
      const { id } = await readModels.begin(projection, 1)
      const [suspended, current] = [
        { name, holder: 'suspended' },
        { name, holder: 'two' },
      ]
      expect(await readModels.commit(id, commitTo(1, undefined, { lock: suspended }))).toBe('stale')
      await readModels.lock(name, { name: 'two', ttl: minute })
      expect(await readModels.commit(id, commitTo(1, undefined, { lock: suspended }))).toBe('stale')
      expect(await readModels.promote(id, comparePositions, suspended)).toBe('stale')
      expect(await readModels.commit(id, commitTo(1, undefined, { lock: current }))).toBe('done')
      expect(await readModels.promote(id, comparePositions, current)).toBe('done')
    }),
  )

  it(
    'ignores a release by another holder',
    withStore(store, async ({ readModels }) => {
      const name = freshStream('lock')
      await readModels.unlock(name, 'nobody')
      await readModels.lock(name, { name: 'one', ttl: minute })
      await readModels.unlock(name, 'two')
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: false, by: 'one' })
    }),
  )

  it(
    'lists the locks that were not released: who has each, since when, and for how long',
    withStore(store, async ({ readModels }) => {
      const [kept, expired, released] = [freshStream('a'), freshStream('b'), freshStream('c')]
      const before = Date.now()
      for (const name of [expired, kept, released]) await readModels.lock(name, { name: 'one', ttl: minute })
      const taken = await lockNamed(readModels, kept)
      expect(taken).toMatchObject({ name: kept, holder: 'one' })
      // the clock of the store need not be this one
      expect(Math.abs(Date.parse(taken?.since ?? '') - before)).toBeLessThan(minute)
      expect(taken?.leftMs).toSatisfy((left: number) => left > minute / 2 && left <= minute)

      await readModels.lock(kept, { name: 'one', ttl: 10 * minute })
      await readModels.lock(expired, { name: 'one', ttl: 0 })
      await readModels.unlock(released, 'one')
      const renewed = await lockNamed(readModels, kept)
      expect(renewed?.since).toBe(taken?.since)
      expect(renewed?.leftMs).toBeGreaterThan(5 * minute)
      expect(await lockNamed(readModels, expired)).toMatchObject({ holder: 'one', leftMs: 0 })
      expect(await lockNamed(readModels, released)).toBeUndefined()

      await readModels.lock(expired, { name: 'two', ttl: minute })
      expect(await lockNamed(readModels, expired)).toMatchObject({ holder: 'two' })
      const names = (await readModels.locks()).map(({ name }) => name)
      expect(names.filter((name) => [kept, expired].includes(name))).toEqual([kept, expired])
    }),
  )

  it(
    'grants a lock to one of many concurrent requests',
    withStore(store, async ({ readModels }) => {
      const name = freshStream('lock')
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, index) => readModels.lock(name, { name: `holder ${index}`, ttl: minute })),
      )
      expect(results.filter(({ held }) => held)).toHaveLength(1)
    }),
  )
})
