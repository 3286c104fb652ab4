import type { ReadModel, ReadOptions } from '@skein/engine'
import type { Service } from '../context.js'
import { TimeBudget } from '../primitives/time-budget.js'
import type { Principal } from '../principal.js'

export interface Item {
  readonly key: string
  readonly doc: unknown
}

export interface ListRequest extends ReadOptions {
  readonly name: string
  /** Where it is not the one of the runtime. */
  readonly readModel?: ReadModel
  readonly limit: number
  readonly prefix?: string
  readonly cursor?: string
  matches(doc: unknown): boolean
}

export interface ScannedPage {
  readonly items: readonly Item[]
  /** Behind the last document that was examined; absent at the end of the list. */
  readonly cursor?: string
  /** How many documents were examined. */
  readonly examined: number
}

/** Documents that are read at once, however few the page holds. */
const readSize = 100
/** Documents that one page may examine. */
const maxExamined = 5000
/** Documents whose divisions are looked up at the same time. */
const concurrency = 20

/**
 * A page of the documents that match the request and lie within the principal's divisions. A page of a rare match ends
 * when its time is over: short, yet with a cursor to the next page.
 */
export const documentPage = async (
  { runtime, divisions, limits }: Service,
  principal: Principal,
  { name, readModel = runtime.read(name), limit, matches, cursor: start, ...options }: ListRequest,
): Promise<ScannedPage> => {
  const budget = new TimeBudget(limits.scanTimeMs)
  const isVisible = async ({ key, doc }: Item): Promise<boolean> =>
    matches(doc) && (await divisions.isWithin(principal, divisions.index.refOfDocument(name, key, doc)))
  const items: Item[] = []
  let examined = 0
  for (let cursor = start; ; ) {
    const page = await readModel.list({ ...options, ...(cursor === undefined ? {} : { cursor }), limit: readSize })
    for (let from = 0; from < page.items.length; from += concurrency) {
      const some = page.items.slice(from, from + concurrency)
      const visible = await Promise.all(some.map(isVisible))
      for (const [index, item] of some.entries()) {
        examined += 1
        if (visible[index]) items.push(item)
        const isEnd = page.cursor === undefined && from + index + 1 === page.items.length
        if (items.length === limit) return { items, examined, ...(isEnd ? {} : { cursor: item.key }) }
      }
      await budget.takeTurns()
    }
    cursor = page.cursor
    if (cursor === undefined) return { items, examined }
    if (examined >= maxExamined || budget.isSpent) return { items, cursor, examined }
  }
}
