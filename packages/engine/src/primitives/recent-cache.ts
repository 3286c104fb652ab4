/** A map that forgets what was not used for long: it keeps at least the last `limit` entries, and at most twice as many. */
export class RecentCache<Key, Value> {
  readonly #limit: number
  #current = new Map<Key, Value>()
  /** What the current one replaced: its entries are forgotten unless they are used again. */
  #before = new Map<Key, Value>()

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: Key): Value | undefined {
    const value = this.#current.get(key)
    if (value !== undefined) return value
    const old = this.#before.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: Key, value: Value): void {
    this.#current.set(key, value)
    if (this.#current.size < this.#limit) return
    this.#before = this.#current
    this.#current = new Map()
  }
}
