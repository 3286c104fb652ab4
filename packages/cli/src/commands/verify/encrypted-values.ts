import type { KeyStore } from '@skein/engine'

/** An envelope in an event's JSON. The text of a value never matches: its quotes are escaped. */
const envelope = /"keyId":"([^"]*)","person":("(?:[^"\\]|\\.)*")/g

const keysPerRead = 1000

/** The persons with encrypted values in a log, each with the ids of their keys: a forgotten person may get a new key. */
export class EncryptedValues {
  readonly #keyIds = new Map<string, Set<string>>()

  /** @param data an event's data as it is stored */
  add(data: string): void {
    for (const [, keyId = '', person = ''] of data.matchAll(envelope)) {
      const known = this.#keyIds.get(person)
      if (known === undefined) this.#keyIds.set(person, new Set([keyId]))
      else known.add(keyId)
    }
  }

  /** The number of persons. */
  get persons(): number {
    return this.#keyIds.size
  }

  /** The number of persons whose key opens none of their values, or is gone. */
  async keyless(keys: Pick<KeyStore, 'find'>): Promise<number> {
    const all = [...this.#keyIds]
    let count = 0
    for (let at = 0; at < all.length; at += keysPerRead) {
      const some = all
        .slice(at, at + keysPerRead)
        .map(([person, keyIds]) => [String(JSON.parse(person)), keyIds] as const)
      const found = await keys.find(some.map(([person]) => person))
      count += some.filter(([person, keyIds]) => !keyIds.has(found.get(person)?.keyId ?? '')).length
    }
    return count
  }
}
