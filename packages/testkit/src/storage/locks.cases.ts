import { expect } from 'vitest'
import { freshStream, withStore } from './bench.js'
import type { Declare } from './cases.js'
import type { StoreUnderTest } from './store-under-test.js'

const minute = 60_000

export const holding = (offer: StoreUnderTest, it: Declare): void => {
  it(
    'is held by one until given back',
    withStore(offer, async ({ readModels }) => {
      const [name, other] = [freshStream('lock'), freshStream('lock')]
      expect(await readModels.lock(name, { name: 'one', ttl: minute })).toEqual({ held: true })
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: false, by: 'one' })
      expect(await readModels.lock(other, { name: 'two', ttl: minute })).toEqual({ held: true })
      await readModels.unlock(name, 'one')
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: true })
    }),
  )

  it(
    'is renewed by who has it',
    withStore(offer, async ({ readModels }) => {
      const name = freshStream('lock')
      await readModels.lock(name, { name: 'one', ttl: 0 })
      expect(await readModels.lock(name, { name: 'one', ttl: minute })).toEqual({ held: true })
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: false, by: 'one' })
    }),
  )

  it(
    'is taken over when its time is past',
    withStore(offer, async ({ readModels }) => {
      const name = freshStream('lock')
      await readModels.lock(name, { name: 'dead', ttl: 0 })
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: true })
      expect(await readModels.lock(name, { name: 'dead', ttl: minute })).toEqual({ held: false, by: 'two' })
    }),
  )

  it(
    'is not given back by another',
    withStore(offer, async ({ readModels }) => {
      const name = freshStream('lock')
      await readModels.unlock(name, 'nobody')
      await readModels.lock(name, { name: 'one', ttl: minute })
      await readModels.unlock(name, 'two')
      expect(await readModels.lock(name, { name: 'two', ttl: minute })).toEqual({ held: false, by: 'one' })
    }),
  )

  it(
    'is won by one of many who ask at once',
    withStore(offer, async ({ readModels }) => {
      const name = freshStream('lock')
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) => readModels.lock(name, { name: `holder ${index}`, ttl: minute })),
      )
      expect(answers.filter(({ held }) => held)).toHaveLength(1)
    }),
  )
}
