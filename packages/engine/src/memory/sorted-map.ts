import type { ListOptions, ListPage } from '../ports/index.js'
import { pageSizeOf } from '../storage/entry-pages.js'

/** Values by key, listed in the order of the keys' UTF-8 bytes. */
export class SortedMap {
  readonly #values = new Map<string, string>()
  /** Sorted by the first list after a change of the keys. */
  #keys: readonly string[] | undefined

  get size(): number {
    return this.#values.size
  }

  put(key: string, value: string): void {
    if (!this.#values.has(key)) this.#keys = undefined
    this.#values.set(key, value)
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#keys = undefined
  }

  get(keys: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const key of keys) {
      const value = this.#values.get(key)
      if (value !== undefined) found.set(key, value)
    }
    return found
  }

  list(options: ListOptions): ListPage {
    const { prefix = '', cursor } = options
    const size = pageSizeOf(options)
    this.#keys ??= [...this.#values.keys()].sort(byBytes)
    const keys = this.#keys
    const items: { key: string; value: string }[] = []
    for (let index = firstIndexFrom(keys, cursor ?? prefix); index < keys.length; index++) {
      const key = keys[index]
      const value = key === undefined ? undefined : this.#values.get(key)
      if (key === undefined || value === undefined || !key.startsWith(prefix)) break
      if (key === cursor) continue
      const last = items.at(-1)
      if (last !== undefined && items.length >= size) return { items, cursor: last.key }
      items.push({ key, value })
    }
    return { items }
  }
}

/** The index of the first key that is not before `start`. */
const firstIndexFrom = (keys: readonly string[], start: string): number => {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (byBytes(keys[middle] ?? '', start) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** UTF-8 sorts by code point. UTF-16 does not: surrogates sort before the last characters of the basic plane. */
const byBytes = (a: string, b: string): number => {
  if (!/[\ud800-\uffff]/.test(a) && !/[\ud800-\uffff]/.test(b)) return a < b ? -1 : a > b ? 1 : 0
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
