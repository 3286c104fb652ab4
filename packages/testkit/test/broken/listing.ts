import type { ListOptions, ListPage, ReadModelStore, Space } from '@skein/engine'
import { type BrokenStore, brokenReadModels } from './broken-store.js'

type Item = ListPage['items'][number]

/** All entries of a space, in the order of their bytes. */
const all = async ({ list }: ReadModelStore, id: string, space: Space): Promise<readonly Item[]> => {
  const items: Item[] = []
  for (let cursor: string | undefined, isLast = false; !isLast; isLast = cursor === undefined) {
    const page = await list(id, space, { limit: 10_000, ...(cursor === undefined ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.cursor
  }
  return items
}

/** The page behind the first `skipped` of these. */
const pageOf = (items: readonly Item[], skipped: number, limit: number, cursorOf: (item: Item) => string): ListPage => {
  const page = items.slice(skipped, skipped + limit)
  const last = page.at(-1)
  return items.length > skipped + limit && last !== undefined
    ? { items: page, cursor: cursorOf(last) }
    : { items: page }
}

const listing = (
  wrong: string,
  page: (
    items: readonly Item[],
    options: ListOptions & { readonly limit: number; readonly prefix: string },
  ) => ListPage,
  fails: readonly string[],
): BrokenStore =>
  brokenReadModels(
    wrong,
    (store) => ({
      list: async (id, space, { limit = 100, prefix = '', ...options } = {}) =>
        page(await all(store, id, space), { limit: Math.min(limit, 10_000), prefix, ...options }),
    }),
    fails,
  )

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

export const brokenLists: readonly BrokenStore[] = [
  listing(
    'orders keys by their UTF-16 units',
    (items, { limit, prefix, cursor }) => {
      const wanted = items.filter(({ key }) => key.startsWith(prefix)).toSorted((a, b) => (a.key < b.key ? -1 : 1))
      return pageOf(
        wanted,
        cursor === undefined ? 0 : wanted.filter(({ key }) => key <= cursor).length,
        limit,
        ({ key }) => key,
      )
    },
    ['list: gives the keys with a prefix', 'list: goes on where a page ended,'],
  ),
  listing(
    'takes a prefix for a pattern',
    (items, { limit, prefix, cursor }) => {
      const escaped = prefix.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
      const pattern = new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}`, 'su')
      const wanted = items.filter(({ key }) => pattern.test(key))
      const skipped = cursor === undefined ? 0 : wanted.filter(({ key }) => byBytes(key, cursor) <= 0).length
      return pageOf(wanted, skipped, limit, ({ key }) => key)
    },
    ['list: gives the keys with a prefix'],
  ),
  listing(
    'counts what a page skips instead of naming where it goes on',
    (items, { limit, prefix, cursor }) => {
      const wanted = items.filter(({ key }) => key.startsWith(prefix))
      const skipped = Number(cursor ?? 0)
      return pageOf(wanted, skipped, limit, () => String(skipped + limit))
    },
    ['list: goes on after the cursor when'],
  ),
  listing(
    'repeats the last key of a page on the next',
    (items, { limit, prefix, cursor }) => {
      const wanted = items.filter(({ key }) => key.startsWith(prefix))
      const skipped = cursor === undefined ? 0 : wanted.filter(({ key }) => byBytes(key, cursor) < 0).length
      return pageOf(wanted, skipped, limit === 1 ? 2 : limit, ({ key }) => key)
    },
    ['list: gives the keys with a prefix', 'list: goes on where a page ended,'],
  ),
  brokenReadModels(
    'leaves the prefix out on later pages',
    ({ list }) => ({
      list: (id, space, { prefix = '', cursor, ...options } = {}) =>
        list(id, space, cursor === undefined ? { prefix, ...options } : { cursor, ...options }),
    }),
    ['list: goes on where a page ended,'],
  ),
  brokenReadModels(
    'gives a cursor on the last page',
    ({ list }) => ({
      list: async (...given) => {
        const page = await list(...given)
        const last = page.items.at(-1)
        return last === undefined ? page : { cursor: last.key, ...page }
      },
    }),
    ['list: goes on where a page ended,', 'list: says with the cursor whether'],
  ),
  brokenReadModels(
    'gives pages as long as anybody wants',
    (store) => ({
      list: async (id, space, options = {}) => {
        if ((options.limit ?? 0) <= 10_000) return store.list(id, space, options)
        return { items: (await all(store, id, space)).slice(0, options.limit) }
      },
    }),
    ['list: says with the cursor whether'],
  ),
]
