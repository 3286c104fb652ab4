import type { ListPage, ReadModelStore } from '@skein/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { text } from './arbitraries.js'
import { freshStream, withStore } from './bench.js'
import type { Declare } from './cases.js'
import { commitTo } from './generations.cases.js'
import type { StoreUnderTest } from './store-under-test.js'

/** Keys that share beginnings, with characters from both sides of the surrogates. */
const keys = fc.uniqueArray(
  fc.oneof(
    { weight: 1, arbitrary: text },
    {
      weight: 4,
      arbitrary: fc
        .array(fc.constantFrom('a', 'b', 'a%', '_', '/', '~', '插', '\u{ffee}', '\u{1f9a2}', '\u{10ffff}'), {
          maxLength: 4,
        })
        .map((parts) => parts.join('')),
    },
  ),
  { maxLength: 30 },
)

const prefixes = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('', 'a') },
  { weight: 1, arbitrary: fc.constantFrom('a%', '_', '插', '\u{ffee}', '\u{1f9a2}', '\u{10ffff}', 'ab') },
)

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

export const listing = (offer: StoreUnderTest, it: Declare): void => {
  it(
    'gives the keys with a prefix in the order of their bytes, page after page, each once',
    withStore(offer, async ({ readModels }) => {
      await fc.assert(
        fc.asyncProperty(keys, prefixes, fc.integer({ min: 1, max: 6 }), async (all, prefix, limit) => {
          const id = await filled(readModels, all)
          const listed: string[] = []
          let page: ListPage = { items: [] }
          do {
            const cursor = page.cursor === undefined ? {} : { cursor: page.cursor }
            page = await readModels.list(id, 'doc', { prefix, limit, ...cursor })
            expect(page.items.length).toBeLessThanOrEqual(limit)
            for (const { key, value } of page.items) {
              listed.push(key)
              expect(value).toBe(JSON.stringify({ key }))
            }
          } while (page.cursor !== undefined)
          expect(listed).toEqual(all.filter((key) => key.startsWith(prefix)).sort(byBytes))
          await readModels.drop(id)
        }),
        { numRuns: offer.runs ?? 20 },
      )
    }),
  )

  it(
    'goes on where a page ended, with the same prefix and in the order of bytes',
    withStore(offer, async ({ readModels }) => {
      // in UTF-16 the goose, which has surrogates, would stand before the half-width circle
      const ordered = ['x1', 'x2', 'x3', 'x\u{ffee}', 'x\u{1f9a2}']
      const id = await filled(readModels, ['w', ...ordered.toReversed(), 'y'])
      const first = await readModels.list(id, 'doc', { prefix: 'x', limit: 3 })
      expect(first.items.map(({ key }) => key)).toEqual(ordered.slice(0, 3))
      const cursor = first.cursor ?? expect.fail('expected a cursor: there is more')
      const second = await readModels.list(id, 'doc', { prefix: 'x', limit: 3, cursor })
      expect(second.items.map(({ key }) => key)).toEqual(ordered.slice(3))
      expect(second.cursor).toBeUndefined()
    }),
  )

  it(
    'says with the cursor whether there is more, gives 100 by default and never more than 10,000',
    withStore(offer, async ({ readModels }) => {
      const id = await filled(
        readModels,
        Array.from({ length: 10_001 }, (_, index) => String(index).padStart(6, '0')),
      )
      const first = await readModels.list(id, 'doc')
      expect(first.items).toHaveLength(100)
      expect(first.cursor).toBeDefined()
      expect((await readModels.list(id, 'doc', { limit: 50_000 })).items).toHaveLength(10_000)
      const exactly = await readModels.list(id, 'doc', { prefix: '00000', limit: 10 })
      expect(exactly.items).toHaveLength(10)
      expect(exactly.cursor).toBeUndefined()
    }),
  )

  it(
    'lists one space of one generation, and nothing where there is nothing',
    withStore(offer, async ({ readModels }) => {
      const id = await filled(readModels, ['a', 'b'])
      const other = await filled(readModels, ['c'])
      await readModels.commit(id, commitTo(2, 1, { puts: [{ space: 'row', key: 'd', value: '1' }] }))
      expect((await readModels.list(id, 'doc')).items.map(({ key }) => key)).toEqual(['a', 'b'])
      expect((await readModels.list(id, 'row')).items.map(({ key }) => key)).toEqual(['d'])
      expect(await readModels.list(other, 'row')).toEqual({ items: [] })
    }),
  )

  it(
    'goes on after the cursor when the key it names is gone',
    withStore(offer, async ({ readModels }) => {
      const id = await filled(readModels, ['a', 'b', 'c', 'd'])
      const { cursor } = await readModels.list(id, 'doc', { limit: 2 })
      await readModels.commit(id, commitTo(2, 1, { deletes: [{ space: 'doc', key: 'b' }] }))
      const rest = await readModels.list(id, 'doc', cursor === undefined ? {} : { cursor })
      expect(rest.items.map(({ key }) => key)).toEqual(['c', 'd'])
    }),
  )
}

const filled = async (store: ReadModelStore, keysToPut: readonly string[]): Promise<string> => {
  const { id } = await store.begin(freshStream('projection'), 1)
  const puts = keysToPut.map((key) => ({ space: 'doc' as const, key, value: JSON.stringify({ key }) }))
  expect(await store.commit(id, commitTo(1, undefined, { puts }))).toBe('done')
  return id
}
