/**
 * A cache of the most recently used entries: at least the last `limit`, at most twice as many. It has two generations;
 * when the younger is full, it replaces the older, whose entries are dropped unless they were used since.
 */
export class RecentCache<Key, Value> {
  readonly #limit: number
  #younger = new Map<Key, Value>()
  #older = new Map<Key, Value>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: Key): Value | undefined {
    const value = this.#younger.get(key)
    if (value !== undefined) return value
    const old = this.#older.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  delete(key: Key): void {
    this.#younger.delete(key)
    this.#older.delete(key)
  }

  set(key: Key, value: Value): void {
    this.#younger.set(key, value)
    if (this.#younger.size < this.#limit) return
    this.#older = this.#younger
    this.#younger = new Map()
  }
}
