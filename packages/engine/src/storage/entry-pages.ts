import type { ListOptions, ListPage } from '../ports/index.js'

const defaultPageSize = 100
const largestPageSize = 10_000

/** How many entries a page holds, from what its reader asked for. */
export const pageSizeOf = ({ limit = defaultPageSize }: ListOptions): number =>
  Math.max(1, Math.min(limit, largestPageSize))

/**
 * One page of the entries whose keys have the prefix.
 * @param rows up to one entry more than the page holds, ordered by the UTF-8 bytes of their keys, from the first key of
 *   the prefix (or after the cursor) on; keys with one prefix are contiguous in that order
 */
export const pageOf = (rows: readonly (readonly [key: string, value: string])[], options: ListOptions): ListPage => {
  const { prefix = '' } = options
  const size = pageSizeOf(options)
  const end = rows.findIndex(([key]) => !key.startsWith(prefix))
  const matching = end === -1 ? rows : rows.slice(0, end)
  const items = matching.slice(0, size).map(([key, value]) => ({ key, value }))
  const last = items.at(-1)
  return matching.length > size && last !== undefined ? { items, cursor: last.key } : { items }
}
