// Pages of a read model, as far as they concern a principal.
import { divisionRefOfDocument } from '@skein/core'
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

/** Documents looked at for one page at most; a page may so have fewer than were asked for, and yet a next one. */
const lookedAt = 5000

/** A page of what a principal may see and asked for. */
export const pageOf = async (
  { runtime, divisions }: Service,
  principal: Principal,
  wanted: ListRequest,
): Promise<{ readonly items: readonly Item[]; readonly cursor?: string }> => {
  const { name, limit, matches, cursor: start, ...options } = wanted
  const readModel: ReadModel = runtime.read(name)
  const items: Item[] = []
  let cursor = start
  for (let seen = 0; seen < lookedAt; ) {
    const from = cursor === undefined ? {} : { cursor }
    // no more than are still wanted, so that the cursor never runs ahead of what is given
    const page = await readModel.list({ ...options, ...from, limit: Math.min(limit - items.length, lookedAt - seen) })
    for (const item of page.items)
      if (matches(item.doc) && (await divisions.isWithin(principal, divisionRefOfDocument(name, item.key, item.doc))))
        items.push(item)
    cursor = page.cursor
    seen += page.items.length
    if (cursor === undefined) return { items }
    if (items.length >= limit || page.items.length === 0) break
  }
  return { items, ...(cursor === undefined ? {} : { cursor }) }
}
