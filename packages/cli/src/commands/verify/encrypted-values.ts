import type { KeyStore } from '@skein/engine'

/** An envelope in an event's JSON: the text of a value can't look so, as its quotes are escaped. */
const envelope = /"ciphertext":"\d+\.([^".]*)\.[^"]*","person":("(?:[^"\\]|\\.)*")/g

const atOnce = 1000

/** Whose values a log holds sealed, and under which keys: a forgotten person who comes again gets another one. */
export class EncryptedValues {
  readonly #keyIds = new Map<string, Set<string>>()

  /** @param data an event's data as it is stored */
  note(data: string): void {
    for (const [, keyId = '', person = ''] of data.matchAll(envelope)) {
      const known = this.#keyIds.get(person)
      if (known === undefined) this.#keyIds.set(person, new Set([keyId]))
      else known.add(keyId)
    }
  }

  /** How many persons there are. */
  get persons(): number {
    return this.#keyIds.size
  }

  /** How many of them have no key that opens any of their values. */
  async keyless(keys: Pick<KeyStore, 'find'>): Promise<number> {
    const all = [...this.#keyIds]
    let count = 0
    for (let at = 0; at < all.length; at += atOnce) {
      const some = all.slice(at, at + atOnce).map(([person, keyIds]) => [String(JSON.parse(person)), keyIds] as const)
      const found = await keys.find(some.map(([person]) => person))
      count += some.filter(([person, keyIds]) => !keyIds.has(found.get(person)?.keyId ?? '')).length
    }
    return count
  }
}
