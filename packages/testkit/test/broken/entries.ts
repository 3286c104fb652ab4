import type { ListOptions, ListPage, ReadModelStore, Space } from '@skein/engine'
import { type BrokenStore, brokenReadModelStore, type CaseTitles } from './broken-store.js'

type Item = ListPage['items'][number]

/** All entries of a space in byte order. */
const all = async ({ list }: ReadModelStore, id: string, space: Space): Promise<readonly Item[]> => {
  const items: Item[] = []
  for (let cursor: string | undefined, isLast = false; !isLast; isLast = cursor === undefined) {
    const page = await list(id, space, { limit: 10_000, ...(cursor === undefined ? {} : { cursor }) })
    items.push(...page.items)
    cursor = page.cursor
  }
  return items
}

/** The page after the first `skipped` items. */
const pageOf = (items: readonly Item[], skipped: number, limit: number, cursorOf: (item: Item) => string): ListPage => {
  const page = items.slice(skipped, skipped + limit)
  const last = page.at(-1)
  return items.length > skipped + limit && last !== undefined
    ? { items: page, cursor: cursorOf(last) }
    : { items: page }
}

/** A store that lists all entries of a space its own way. */
const brokenList = (
  defect: string,
  page: (
    items: readonly Item[],
    options: ListOptions & { readonly limit: number; readonly prefix: string },
  ) => ListPage,
  failing: CaseTitles,
): BrokenStore =>
  brokenReadModelStore(
    defect,
    (store) => ({
      list: async (id, space, { limit = 100, prefix = '', ...options } = {}) =>
        page(await all(store, id, space), { limit: Math.min(limit, 10_000), prefix, ...options }),
    }),
    failing,
  )

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

export const entryDefects: readonly BrokenStore[] = [
  brokenList(
    'orders keys by UTF-16 units',
    (items, { limit, prefix, cursor }) => {
      const wanted = items.filter(({ key }) => key.startsWith(prefix)).toSorted((a, b) => (a.key < b.key ? -1 : 1))
      return pageOf(
        wanted,
        cursor === undefined ? 0 : wanted.filter(({ key }) => key <= cursor).length,
        limit,
        ({ key }) => key,
      )
    },
    {
      'text keys': ['commits nothing under such a key, and finds nothing under it'],
      entries: [
        'lists the keys with a prefix in byte order, page by page, each once',
        'continues after a page with the same prefix and in byte order',
      ],
    },
  ),
  brokenList(
    'treats a prefix as a pattern',
    (items, { limit, prefix, cursor }) => {
      const escaped = prefix.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
      const pattern = new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}`, 'su')
      const wanted = items.filter(({ key }) => pattern.test(key))
      const skipped = cursor === undefined ? 0 : wanted.filter(({ key }) => byBytes(key, cursor) <= 0).length
      return pageOf(wanted, skipped, limit, ({ key }) => key)
    },
    {
      'text keys': ['commits nothing under such a key, and finds nothing under it'],
      entries: ['lists the keys with a prefix in byte order, page by page, each once'],
    },
  ),
  brokenList(
    'uses an offset as the cursor',
    (items, { limit, prefix, cursor }) => {
      const wanted = items.filter(({ key }) => key.startsWith(prefix))
      const skipped = Number(cursor ?? 0)
      return pageOf(wanted, skipped, limit, () => String(skipped + limit))
    },
    { entries: ['continues after a cursor whose key was deleted'] },
  ),
  brokenList(
    'repeats the last key of a page on the next',
    (items, { limit, prefix, cursor }) => {
      const wanted = items.filter(({ key }) => key.startsWith(prefix))
      const skipped = cursor === undefined ? 0 : wanted.filter(({ key }) => byBytes(key, cursor) < 0).length
      return pageOf(wanted, skipped, limit === 1 ? 2 : limit, ({ key }) => key)
    },
    {
      'text keys': ['commits nothing under such a key, and finds nothing under it'],
      entries: [
        'lists the keys with a prefix in byte order, page by page, each once',
        'continues after a page with the same prefix and in byte order',
      ],
    },
  ),
  brokenReadModelStore(
    'ignores the prefix on later pages',
    ({ list }) => ({
      list: (id, space, { prefix = '', cursor, ...options } = {}) =>
        list(id, space, cursor === undefined ? { prefix, ...options } : { cursor, ...options }),
    }),
    { entries: ['continues after a page with the same prefix and in byte order'] },
  ),
  brokenReadModelStore(
    'returns a cursor on the last page',
    ({ list }) => ({
      list: async (...given) => {
        const page = await list(...given)
        const last = page.items.at(-1)
        return last === undefined ? page : { cursor: last.key, ...page }
      },
    }),
    {
      entries: [
        'continues after a page with the same prefix and in byte order',
        'returns a cursor only if there is more, 100 items by default and never more than 10,000',
      ],
    },
  ),
  brokenReadModelStore(
    'does not limit the page size',
    (store) => ({
      list: async (id, space, options = {}) => {
        if ((options.limit ?? 0) <= 10_000) return store.list(id, space, options)
        return { items: (await all(store, id, space)).slice(0, options.limit) }
      },
    }),
    { entries: ['returns a cursor only if there is more, 100 items by default and never more than 10,000'] },
  ),
]
