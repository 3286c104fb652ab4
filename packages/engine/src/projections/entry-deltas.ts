import type { Entry, Tally } from '@skein/kernel'
import type { Delete, Put } from '../ports/index.js'

export type Load = (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>

export interface Changes {
  readonly puts: Put[]
  readonly deletes: Delete[]
}

interface Group {
  /** JSON text. */
  own: string | undefined
  readonly counts: Map<string, number>
}

/**
 * The published entries of one projection, as far as their changes need them. What streams own is written without
 * being read; only entries with counts are kept, and those are few. A key's changes since the last settling wait as
 * differences, so that an entry is touched once however many events moved it.
 */
export class EntryDeltas {
  readonly #counted = new Map<string, Group>()
  readonly #deltas = new Map<string, Map<string, number>>()
  readonly #owns = new Map<string, string | undefined>()
  /** Whether an entry with counts that is not here is not in the store either. */
  #complete: boolean
  /** Whether the store may hold entries at all. */
  #stored: boolean

  /** @param fresh the store holds nothing of this generation */
  constructor(fresh: boolean) {
    this.#complete = fresh
    this.#stored = !fresh
  }

  get size(): number {
    return this.#counted.size
  }

  add(key: string, tally: Tally, sign: 1 | -1): void {
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

  retract(key: string): void {
    this.#owns.set(key, undefined)
  }

  /** @param text JSON; `undefined` for nothing */
  own(key: string, text: string | undefined): void {
    this.#owns.set(key, text)
  }

  /** What to write so that the store holds the entries as they are now. */
  async flush(load: Load): Promise<Changes> {
    this.#dropIdle()
    await this.#learn(load)
    const changes: Changes = { puts: [], deletes: [] }
    for (const [key, own] of this.#owns) {
      const group = this.#counted.get(key)
      if (group === undefined) write(changes, key, own, '{}')
      else group.own = own
    }
    for (const [key, delta] of this.#deltas) {
      const group = this.#counted.get(key)
      if (group !== undefined) addUp(key, group.counts, delta)
    }
    for (const [key, group] of this.#changed()) {
      write(changes, key, group.own, textOf(group.counts))
      // an entry without counts is written without being read: no need to keep it
      if (group.counts.size === 0) this.#counted.delete(key)
    }
    this.#owns.clear()
    this.#deltas.clear()
    this.#stored = true
    return changes
  }

  forget(): void {
    this.#counted.clear()
    this.#complete = false
  }

  #dropIdle(): void {
    for (const [key, delta] of this.#deltas) {
      for (const [name, count] of delta) if (count === 0) delta.delete(name)
      if (delta.size === 0) this.#deltas.delete(key)
    }
  }

  *#changed(): Iterable<readonly [string, Group]> {
    for (const key of this.#deltas.keys()) {
      const group = this.#counted.get(key)
      if (group !== undefined) yield [key, group]
    }
    for (const key of this.#owns.keys()) {
      const group = this.#deltas.has(key) ? undefined : this.#counted.get(key)
      if (group !== undefined) yield [key, group]
    }
  }

  /** Makes the entries known that are about to change and may have, or get, counts. */
  async #learn(load: Load): Promise<void> {
    const unknown = new Set<string>()
    // a new group may already have content of its own in the store
    for (const key of this.#deltas.keys()) if (!this.#counted.has(key)) unknown.add(key)
    const found = this.#stored && unknown.size > 0 ? await load([...unknown]) : new Map<string, string>()
    for (const key of unknown) this.#counted.set(key, groupOf(found.get(key)))
    if (this.#complete) return

    const owned = [...this.#owns.keys()].filter((key) => !this.#counted.has(key))
    if (owned.length === 0) return
    for (const [key, text] of await load(owned)) {
      const group = groupOf(text)
      if (group.counts.size > 0) this.#counted.set(key, group)
    }
  }
}

const groupOf = (text: string | undefined): Group => {
  if (text === undefined) return { own: undefined, counts: new Map() }
  // sound: `write` below made it
  const { own, tally } = JSON.parse(text) as Entry
  return { own: own === undefined ? undefined : JSON.stringify(own), counts: new Map(Object.entries(tally)) }
}

const addUp = (key: string, counts: Map<string, number>, delta: ReadonlyMap<string, number>): void => {
  for (const [name, difference] of delta) {
    const count = (counts.get(name) ?? 0) + difference
    if (!Number.isSafeInteger(count)) throw new TypeError(`the tally ${name} at ${key} is not a whole number`)
    if (count === 0) counts.delete(name)
    else counts.set(name, count)
  }
}

/** Names in order, so that equal counts are equal text however they came about. */
const textOf = (counts: ReadonlyMap<string, number>): string =>
  `{${[...counts.keys()]
    .sort()
    .map((name) => `${JSON.stringify(name)}:${counts.get(name)}`)
    .join(',')}}`

const write = ({ puts, deletes }: Changes, key: string, own: string | undefined, tally: string): void => {
  if (own !== undefined) puts.push({ space: 'doc', key, value: `{"own":${own},"tally":${tally}}` })
  else if (tally === '{}') deletes.push({ space: 'doc', key })
  else puts.push({ space: 'doc', key, value: `{"tally":${tally}}` })
}
