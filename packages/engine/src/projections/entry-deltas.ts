import type { Tally } from '@skein/kernel'
import { type Changes, type CountedEntry, type LoadByKey, parseEntry, writeEntry } from './stored-entry.js'

/**
 * Pending changes to the published entries of one projection, and the entries needed to compute them.
 *
 * Own content is written without reading the entry first. Only entries with counts are kept in memory; those are few.
 * Between two flushes the changes of a key are summed up, so an entry is written once however many events changed it.
 */
export class EntryDeltas {
  readonly #counted = new Map<string, CountedEntry>()
  readonly #deltas = new Map<string, Map<string, number>>()
  readonly #owns = new Map<string, string | undefined>()
  /** Memory holds every entry that has counts: one that is not here is not in the store either. */
  #holdsAllCounts: boolean
  /** The store may hold entries. */
  #mayBeStored: boolean

  /** @param isFresh the store holds nothing of this generation */
  constructor(isFresh: boolean) {
    this.#holdsAllCounts = isFresh
    this.#mayBeStored = !isFresh
  }

  /** How many entries are in memory. */
  get size(): number {
    return this.#counted.size
  }

  addTally(key: string, tally: Tally, sign: 1 | -1): void {
    let delta = this.#deltas.get(key)
    if (delta === undefined) {
      delta = new Map()
      this.#deltas.set(key, delta)
    }
    for (const name in tally) {
      const count = tally[name]
      if (count !== undefined) delta.set(name, (delta.get(name) ?? 0) + sign * count)
    }
  }

  /** Removes the own content of a key. */
  retractOwn(key: string): void {
    this.#owns.set(key, undefined)
  }

  /** @param text JSON; `undefined` for no content */
  setOwn(key: string, text: string | undefined): void {
    this.#owns.set(key, text)
  }

  /** What to write so that the store holds the entries as they are now. */
  async flush(load: LoadByKey): Promise<Changes> {
    this.#dropUnchanged()
    await this.#loadAffected(load)
    const changes: Changes = { puts: [], deletes: [] }
    for (const [key, own] of this.#owns) {
      const entry = this.#counted.get(key)
      if (entry === undefined) writeEntry(changes, key, own)
      else entry.own = own
    }
    for (const [key, delta] of this.#deltas) {
      const entry = this.#counted.get(key)
      if (entry !== undefined) addDelta(key, entry.counts, delta)
    }
    for (const [key, entry] of this.#changedInMemory()) {
      writeEntry(changes, key, entry.own, entry.counts)
      // an entry without counts is written without being read: no need to keep it
      if (entry.counts.size === 0) this.#counted.delete(key)
    }
    this.#owns.clear()
    this.#deltas.clear()
    this.#mayBeStored = true
    return changes
  }

  /** Makes room: entries are read from the store again when they change. Call after a flush. */
  evict(): void {
    this.#counted.clear()
    this.#holdsAllCounts = false
  }

  #dropUnchanged(): void {
    for (const [key, delta] of this.#deltas) {
      for (const [name, count] of delta) if (count === 0) delta.delete(name)
      if (delta.size === 0) this.#deltas.delete(key)
    }
  }

  *#changedInMemory(): Iterable<readonly [string, CountedEntry]> {
    for (const key of this.#deltas.keys()) {
      const entry = this.#counted.get(key)
      if (entry !== undefined) yield [key, entry]
    }
    for (const key of this.#owns.keys()) {
      const entry = this.#deltas.has(key) ? undefined : this.#counted.get(key)
      if (entry !== undefined) yield [key, entry]
    }
  }

  /** Loads the entries that are about to change and have, or get, counts. */
  async #loadAffected(load: LoadByKey): Promise<void> {
    const unknown = new Set<string>()
    // a key that gets its first counts may already have own content in the store
    for (const key of this.#deltas.keys()) if (!this.#counted.has(key)) unknown.add(key)
    const found = this.#mayBeStored && unknown.size > 0 ? await load([...unknown]) : new Map<string, string>()
    for (const key of unknown) this.#counted.set(key, parseEntry(found.get(key)))
    if (this.#holdsAllCounts) return

    const owned = [...this.#owns.keys()].filter((key) => !this.#counted.has(key))
    if (owned.length === 0) return
    for (const [key, text] of await load(owned)) {
      const entry = parseEntry(text)
      if (entry.counts.size > 0) this.#counted.set(key, entry)
    }
  }
}

const addDelta = (key: string, counts: Map<string, number>, delta: ReadonlyMap<string, number>): void => {
  for (const [name, difference] of delta) {
    const count = (counts.get(name) ?? 0) + difference
    if (!Number.isSafeInteger(count)) throw new TypeError(`the tally ${name} at ${key} is not a whole number`)
    if (count === 0) counts.delete(name)
    else counts.set(name, count)
  }
}
