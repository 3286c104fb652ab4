import type { ListPage, ReadModelStore } from '@skein/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { text } from './arbitraries.js'
import { commitTo } from './commits.js'
import { freshStream } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { withStore } from './store-access.js'

/** Keys with common prefixes, with characters below and above the surrogates. */
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
  // prefixes that a store may take for patterns
  { weight: 2, arbitrary: fc.constantFrom('a%', '_') },
  { weight: 1, arbitrary: fc.constantFrom('插', '\u{ffee}', '\u{1f9a2}', '\u{10ffff}', 'ab') },
)

const moreThanAPage = Array.from({ length: 10_001 }, (_, index) => String(index).padStart(6, '0'))

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

export const entryCases = casesAbout('entries', (store, it) => {
  it(
    'lists the keys with a prefix in byte order, page by page, each once',
    withStore(store, async ({ readModels }) => {
      await fc.assert(
        fc.asyncProperty(keys, prefixes, fc.integer({ min: 1, max: 6 }), async (all, prefix, limit) => {
          const id = await withEntries(readModels, all)
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
        { numRuns: store.runs ?? 20 },
      )
    }),
  )

  it(
    'continues after a page with the same prefix and in byte order',
    withStore(store, async ({ readModels }) => {
      // in UTF-16 order the goose, a surrogate pair, would precede the half-width circle
      const ordered = ['x1', 'x2', 'x3', 'x\u{ffee}', 'x\u{1f9a2}']
      const id = await withEntries(readModels, ['w', ...ordered.toReversed(), 'y'])
      const first = await readModels.list(id, 'doc', { prefix: 'x', limit: 3 })
      expect(first.items.map(({ key }) => key)).toEqual(ordered.slice(0, 3))
      const cursor = first.cursor ?? expect.fail('expected a cursor: there are more entries')
      const second = await readModels.list(id, 'doc', { prefix: 'x', limit: 3, cursor })
      expect(second.items.map(({ key }) => key)).toEqual(ordered.slice(3))
      expect(second.cursor).toBeUndefined()
    }),
  )

  it(
    'returns a cursor only if there is more, 100 items by default and never more than 10,000',
    withStore(store, async ({ readModels }) => {
      const id = await withEntries(readModels, moreThanAPage)
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
    'lists one space of one generation, and nothing if it is empty',
    withStore(store, async ({ readModels }) => {
      const id = await withEntries(readModels, ['a', 'b'])
      const other = await withEntries(readModels, ['c'])
      await readModels.commit(id, commitTo(2, 1, { puts: [{ space: 'row', key: 'd', value: '1' }] }))
      expect((await readModels.list(id, 'doc')).items.map(({ key }) => key)).toEqual(['a', 'b'])
      expect((await readModels.list(id, 'row')).items.map(({ key }) => key)).toEqual(['d'])
      expect(await readModels.list(other, 'row')).toEqual({ items: [] })
    }),
  )

  it(
    'continues after a cursor whose key was deleted',
    withStore(store, async ({ readModels }) => {
      const id = await withEntries(readModels, ['a', 'b', 'c', 'd'])
      const { cursor } = await readModels.list(id, 'doc', { limit: 2 })
      await readModels.commit(id, commitTo(2, 1, { deletes: [{ space: 'doc', key: 'b' }] }))
      const rest = await readModels.list(id, 'doc', cursor === undefined ? {} : { cursor })
      expect(rest.items.map(({ key }) => key)).toEqual(['c', 'd'])
    }),
  )
})

/** A generation that holds these keys. */
const withEntries = async (store: ReadModelStore, keysToPut: readonly string[]): Promise<string> => {
  const { id } = await store.begin(freshStream('projection'), 1)
  const puts = keysToPut.map((key) => ({ space: 'doc' as const, key, value: JSON.stringify({ key }) }))
  expect(await store.commit(id, commitTo(1, undefined, { puts }))).toBe('done')
  return id
}
