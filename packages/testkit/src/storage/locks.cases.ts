import { expect } from 'vitest'
import { commitTo, comparePositions } from './commits.js'
import { freshStream } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { withStore } from './store-access.js'

const minute = 60_000

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
