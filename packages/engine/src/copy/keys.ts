import type { Storage, StoredEvent } from '../ports/index.js'
import { isEnvelope } from '../privacy/envelope.js'
import { masterKeyCheck } from '../privacy/person-keys.js'
import { CopyError, type CopySource } from './plan.js'

/** What became of keys and claims. */
export interface CopiedKeys {
  readonly keys: number
  readonly claims: number
  /** Keys that were destroyed where the events come from, and so in the copy. */
  readonly destroyed: number
}

/**
 * Brings the keys and claims of persons to another store, as they stand where they come from. Key stores can't be
 * listed: persons are the streams of the log, and those whom its sealed values name.
 */
export class KeyCopier {
  readonly #from: CopySource['keys']
  readonly #to: Storage
  readonly #seen = new Set<string>()
  #keys = 0
  #claims = 0
  #destroyed = 0

  constructor(from: CopySource['keys'], to: Storage) {
    this.#from = from
    this.#to = to
  }

  get copied(): CopiedKeys {
    return { keys: this.#keys, claims: this.#claims, destroyed: this.#destroyed }
  }

  /** Makes sure that both stores are, or may be, written with one master key; before anything else. */
  async begin(): Promise<void> {
    const mark = (await this.#from.find([masterKeyCheck])).get(masterKeyCheck)
    const standing = (await this.#to.keys.find([masterKeyCheck])).get(masterKeyCheck)
    if (standing !== undefined && standing.keyId !== mark?.keyId) throw this.#otherKeys()
    if (mark !== undefined && standing === undefined) await this.#to.keys.add(masterKeyCheck, mark)
  }

  /** The keys of all whom these events are about; before the events, so that whoever reads those can open them. */
  async take(events: readonly StoredEvent[]): Promise<void> {
    const persons = new Set<string>()
    for (const event of events) for (const person of personsIn(event)) if (!this.#seen.has(person)) persons.add(person)
    if (persons.size === 0) return
    for (const person of persons) this.#seen.add(person)
    await this.#takeKeys([...persons])
    await this.#takeClaims([...persons])
  }

  async #takeKeys(persons: readonly string[]): Promise<void> {
    const [found, standing] = [await this.#from.find(persons), await this.#to.keys.find(persons)]
    for (const [person, key] of found) {
      if (standing.has(person)) continue
      await this.#to.keys.add(person, key)
      this.#keys += 1
    }
    for (const [person, { keyId }] of standing) {
      const key = found.get(person)
      if (key === undefined) {
        await this.#to.keys.destroy(person)
        this.#destroyed += 1
      } else if (key.keyId !== keyId) throw this.#otherKeys()
    }
  }

  async #takeClaims(persons: readonly string[]): Promise<void> {
    const [found, standing] = [await this.#from.claimsOf(persons), await this.#to.keys.claimsOf(persons)]
    const keys = [found, standing].map((claims) => new Set(claims.map(keyOf)))
    for (const claim of standing)
      if (!keys[0]?.has(keyOf(claim))) await this.#to.keys.unclaim(claim.scope, claim.fingerprint, claim.holder)
    for (const claim of found) {
      if (keys[1]?.has(keyOf(claim))) continue
      const { holder } = await this.#to.keys.claim(claim.scope, claim.fingerprint, claim.holder)
      if (holder !== claim.holder) throw this.#otherKeys()
      this.#claims += 1
    }
  }

  #otherKeys(): CopyError {
    return new CopyError(
      'otherKeys',
      `${this.#to.name} already holds keys or claims of another log; give an empty store, or the one this copy was begun in.`,
    )
  }
}

const keyOf = ({ scope, fingerprint, holder }: { scope: string; fingerprint: string; holder: string }): string =>
  JSON.stringify([scope, fingerprint, holder])

const personsIn = function* ({ stream, data }: StoredEvent): Iterable<string> {
  yield stream
  if (data.includes('"sealed":')) yield* namedIn(JSON.parse(data))
}

const namedIn = function* (value: unknown): Iterable<string> {
  if (isEnvelope(value)) yield value.of
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* namedIn(part)
}
