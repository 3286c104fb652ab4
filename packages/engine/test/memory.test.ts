import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SortedMap } from '../src/memory/sorted-map.js'
import { KeyedQueue } from '../src/primitives/keyed-queue.js'
import { dayIn } from '../src/primitives/local-day.js'
import { RecentCache } from '../src/primitives/recent-cache.js'

// What every store keeps is proven for this one by the conformance suite of the testkit; here is what only it has.

it('lists keys by their UTF-8 bytes, page by page, by prefix', () => {
  const key = fc.string({ unit: 'binary', maxLength: 4 })
  fc.assert(
    fc.property(
      fc.uniqueArray(key),
      fc.string({ maxLength: 1 }),
      fc.integer({ min: 1, max: 4 }),
      (keys, prefix, limit) => {
        const shelf = new SortedMap()
        for (const each of keys) shelf.put(each, `of ${each}`)
        const listed: string[] = []
        let cursor: string | undefined
        do {
          const page = shelf.list({ prefix, limit, ...(cursor === undefined ? {} : { cursor }) })
          expect(page.items.length).toBeLessThanOrEqual(limit)
          listed.push(...page.items.map((item) => item.key))
          cursor = page.cursor
        } while (cursor !== undefined)
        const sorted = keys
          .filter((each) => each.startsWith(prefix))
          .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        expect(listed).toEqual(sorted)
      },
    ),
  )
})

it('runs tasks of one name one after another, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }),
      async (scheduler, names) => {
        const queues = new KeyedQueue()
        const running = new Set<string>()
        const order: string[] = []
        const all = Promise.allSettled(
          names.map((name, index) =>
            queues.inTurn(name, async () => {
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

it('remembers what was used last, and no more than twice the limit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30)), (keys) => {
      const recent = new RecentCache<number, string>(4)
      for (const key of keys) recent.set(key, String(key))
      const last = new Set(keys.toReversed().slice(0, 4))
      for (const key of last) expect(recent.get(key)).toBe(String(key))
      const kept = Array.from({ length: 31 }, (_, key) => key).filter((key) => recent.get(key) !== undefined)
      expect(kept.length).toBeLessThanOrEqual(8)
    }),
  )
})

it('tells the day in a time zone', () => {
  const inShanghai = dayIn('Asia/Shanghai')
  expect(inShanghai(new Date('2018-06-10T15:59:59.999Z'))).toBe('2018-06-10')
  expect(inShanghai(new Date('2018-06-10T16:00:00Z'))).toBe('2018-06-11')
  expect(dayIn('UTC')(new Date('0987-06-10T16:00:00Z'))).toBe('0987-06-10')
})
