import type { ReadModel, ReadOptions } from '@skein/engine'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'

export interface Item {
  readonly key: string
  readonly doc: unknown
}

export interface ListRequest extends ReadOptions {
  readonly name: string
  readonly limit: number
  readonly prefix?: string
  readonly cursor?: string
  matches(doc: unknown): boolean
}

/** Documents that one page may read. A page of a rare match may end here: short, yet with a cursor to the next page. */
const maxRead = 5000

/** A page of the documents that match the request and lie within the principal's divisions. */
export const documentPage = async (
  { runtime, divisions }: Service,
  principal: Principal,
  request: ListRequest,
): Promise<{ readonly items: readonly Item[]; readonly cursor?: string }> => {
  const { name, limit, matches, cursor: start, ...options } = request
  const readModel: ReadModel = runtime.read(name)
  const items: Item[] = []
  let cursor = start
  for (let read = 0; read < maxRead; ) {
    const from = cursor === undefined ? {} : { cursor }
    // never more than the page still has room for, so that the cursor stands right behind the last item
    const page = await readModel.list({ ...options, ...from, limit: Math.min(limit - items.length, maxRead - read) })
    for (const item of page.items)
      if (
        matches(item.doc) &&
        (await divisions.isWithin(principal, divisions.index.refOfDocument(name, item.key, item.doc)))
      )
        items.push(item)
    cursor = page.cursor
    read += page.items.length
    if (cursor === undefined) return { items }
    if (items.length >= limit || page.items.length === 0) break
  }
  return { items, ...(cursor === undefined ? {} : { cursor }) }
}
