import type { KeyStore } from '../ports/index.js'
import { NumberColumn } from '../primitives/columns.js'
import { NameTable } from '../primitives/name-table.js'

/** An envelope in an event's JSON. The text of a value never matches: its quotes are escaped. */
const envelope = /"keyId":"([^"]*)","person":("(?:[^"\\]|\\.)*")/g

const keysPerRead = 1000

/** The persons with encrypted values in a log. */
export interface EncryptedCount {
  readonly persons: number
  /** Those whose key opens none of their values, or is gone: they were forgotten, or the keys are lost. */
  readonly keyless: number
}

/** Counts the persons with encrypted values, and those without a key; a forgotten person may have got a new one. */
export class PersonCounter {
  /** Those without a key so far, where they are named: that takes memory for each of them. */
  readonly keyless: Set<string> | undefined
  readonly #keys: Pick<KeyStore, 'find'>
  readonly #persons = new NameTable()
  /** 1 for a person whose key opens at least one value. */
  readonly #opened = new NumberColumn()
  #withKey = 0
  /** Of each person with values that came since the last `lookUp`: the ids of their keys. */
  #keyIds = new Map<string, Set<string>>()

  constructor(keys: Pick<KeyStore, 'find'>, { named = false } = {}) {
    this.#keys = keys
    this.keyless = named ? new Set() : undefined
  }

  get count(): EncryptedCount {
    return { persons: this.#persons.size, keyless: this.#persons.size - this.#withKey }
  }

  /** @param data an event's data as it is stored */
  add(data: string): void {
    for (const [, keyId = '', text = ''] of data.matchAll(envelope)) {
      const person: string = JSON.parse(text)
      if (this.#opened.get(this.#persons.add(person)) === 1) continue
      const known = this.#keyIds.get(person)
      if (known === undefined) this.#keyIds.set(person, new Set([keyId]))
      else known.add(keyId)
    }
  }

  /** Looks for the keys of what was added; call it after every batch of events. */
  async lookUp(): Promise<void> {
    const all = [...this.#keyIds]
    this.#keyIds = new Map()
    for (let next = 0; next < all.length; next += keysPerRead) {
      const some = all.slice(next, next + keysPerRead)
      const found = await this.#keys.find(some.map(([person]) => person))
      for (const [person, keyIds] of some) {
        const row = this.#persons.add(person)
        if (this.#opened.get(row) === 1) continue
        if (!keyIds.has(found.get(person)?.keyId ?? '')) {
          this.keyless?.add(person)
          continue
        }
        this.keyless?.delete(person)
        this.#opened.set(row, 1)
        this.#withKey += 1
      }
    }
  }
}
