import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SortedMap } from '../src/memory/sorted-map.js'

// The conformance suite of the testkit tests the in-memory store as it does every store; here is a part of its own.

it('SortedMap lists keys in the order of their UTF-8 bytes, in pages, by prefix', () => {
  const key = fc.string({ unit: 'binary', maxLength: 4 })
  fc.assert(
    fc.property(
      fc.uniqueArray(key),
      fc.string({ maxLength: 1 }),
      fc.integer({ min: 1, max: 4 }),
      (keys, prefix, limit) => {
        const map = new SortedMap()
        for (const each of keys) map.put(each, `of ${each}`)
        const listed: string[] = []
        let cursor: string | undefined
        do {
          const page = map.list({ prefix, limit, ...(cursor === undefined ? {} : { cursor }) })
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
