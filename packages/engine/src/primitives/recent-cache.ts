/**
 * A cache of the most recently used entries, bounded by their size: of at least the last `limit`, and at most twice as
 * much, besides the last entry of all. It has two generations; when the younger is full, it replaces the older, whose
 * entries are dropped unless they were used since.
 */
export class RecentCache<Key, Value> {
  readonly #limit: number
  readonly #sizeOf: (value: Value) => number
  #size = 0
  #younger = new Map<Key, Value>()
  #older = new Map<Key, Value>()

  /** @param sizeOf the size of an entry, in the unit of the limit; default 1 for each */
  constructor(limit: number, sizeOf: (value: Value) => number = () => 1) {
    this.#limit = limit
    this.#sizeOf = sizeOf
  }

  get(key: Key): Value | undefined {
    const value = this.#younger.get(key)
    if (value !== undefined) return value
    const old = this.#older.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  delete(key: Key): void {
    this.#removeYounger(key)
    this.#older.delete(key)
  }

  set(key: Key, value: Value): void {
    this.#removeYounger(key)
    this.#younger.set(key, value)
    this.#size += this.#sizeOf(value)
    if (this.#size < this.#limit) return
    this.#older = this.#younger
    this.#younger = new Map()
    this.#size = 0
  }

  #removeYounger(key: Key): void {
    const value = this.#younger.get(key)
    if (value === undefined) return
    this.#younger.delete(key)
    this.#size -= this.#sizeOf(value)
  }
}
