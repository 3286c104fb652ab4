import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeyedQueue } from '../src/primitives/keyed-queue.js'
import { dayIn } from '../src/primitives/local-day.js'
import { RecentCache } from '../src/primitives/recent-cache.js'

it('KeyedQueue runs tasks with the same key one after another, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }),
      async (scheduler, names) => {
        const queue = new KeyedQueue()
        const running = new Set<string>()
        const order: string[] = []
        const all = Promise.allSettled(
          names.map((name, index) =>
            queue.run(name, async () => {
              expect(running.has(name)).toBe(false)
              running.add(name)
              await scheduler.schedule(Promise.resolve())
              running.delete(name)
              order.push(`${name}${index}`)
              if (index % 3 === 0) throw new Error('a task may fail')
            }),
          ),
        )
        await scheduler.waitFor(all)
        expect((await all).map(({ status }) => status)).toEqual(
          names.map((_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')),
        )
        for (const name of ['a', 'b'])
          expect(order.filter((each) => each.startsWith(name))).toEqual(
            names.flatMap((each, index) => (each === name ? [`${name}${index}`] : [])),
          )
      },
    ),
  )
})

it('RecentCache keeps the entries used last, and at most twice the limit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), (keys) => {
      const cache = new RecentCache<number, string>(4)
      for (const key of keys) cache.set(key, String(key))
      const last = new Set(keys.toReversed().slice(0, 4))
      for (const key of last) expect(cache.get(key)).toBe(String(key))
      const kept = Array.from({ length: 31 }, (_, key) => key).filter((key) => cache.get(key) !== undefined)
      expect(kept.length).toBeLessThanOrEqual(8)
    }),
  )
})

it('RecentCache bounds the size of its entries, and keeps the last one whatever its size', () => {
  const keys = Array.from({ length: 10 }, (_, key) => key)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 30 }))), (entries) => {
      const cache = new RecentCache<number, number>(20, (size) => size)
      for (const [key, size] of entries) {
        cache.set(key, size)
        expect(cache.get(key)).toBe(size)
      }
      const kept = keys.map((key) => cache.get(key) ?? 0)
      expect(kept.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2 * (20 + 30))
    }),
  )
})

it('dayIn gives the day in a time zone', () => {
  const inShanghai = dayIn('Asia/Shanghai')
  expect(inShanghai(new Date('2018-06-10T15:59:59.999Z'))).toBe('2018-06-10')
  expect(inShanghai(new Date('2018-06-10T16:00:00Z'))).toBe('2018-06-11')
  expect(dayIn('UTC')(new Date('0987-06-10T16:00:00Z'))).toBe('0987-06-10')
})
