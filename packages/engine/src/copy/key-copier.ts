import { encryptedPersonsIn } from '../integrity/encrypted-persons.js'
import type { StandingClaim, Storage, StoredEvent } from '../ports/index.js'
import { NameTable } from '../primitives/name-table.js'
import { otherKeys, rotatedSince } from './copy-error.js'
import type { CopiedKeys, CopySource } from './options.js'

/**
 * Copies the keys and claims of persons to another store, and removes there what was removed in the source. Key stores
 * cannot be listed: the persons are the streams of the log, and those whom its encrypted values name.
 */
export class KeyCopier {
  readonly #from: CopySource['keys']
  readonly #to: Storage
  readonly #copiedPersons = new NameTable()
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

  /** Makes sure that both stores have the same secret; to be called before anything else. */
  async copySecret(): Promise<void> {
    const [source, target] = [await this.#from.secret(), await this.#to.keys.secret()]
    if (source === undefined || (target !== undefined && target.id !== source.id)) {
      if (target !== undefined) throw otherKeys(this.#to.name)
      return
    }
    const kept = target ?? (await this.#to.keys.addSecret(source))
    if (kept.wrappingId !== source.wrappingId) throw rotatedSince(this.#to.name)
  }

  /** Copies the keys and claims of all persons in these events; to be called before the events are copied. */
  async copyFor(events: readonly StoredEvent[]): Promise<void> {
    const inEvents = new Set(events.flatMap((event) => [...personsIn(event)]))
    const persons = [...inEvents].filter((person) => this.#copiedPersons.find(person) === undefined)
    if (persons.length === 0) return
    for (const person of persons) this.#copiedPersons.add(person)
    await this.#copyKeys(persons)
    await this.#copyClaims(persons)
  }

  async #copyKeys(persons: readonly string[]): Promise<void> {
    const [source, target] = [await this.#from.find(persons), await this.#to.keys.find(persons)]
    for (const [person, key] of source) {
      if (target.has(person)) continue
      await this.#to.keys.add(person, key)
      this.#keys += 1
    }
    for (const [person, { keyId }] of target) {
      const key = source.get(person)
      if (key === undefined) {
        await this.#to.keys.destroy(person)
        this.#destroyed += 1
      } else if (key.keyId !== keyId) throw otherKeys(this.#to.name)
    }
  }

  async #copyClaims(persons: readonly string[]): Promise<void> {
    const [source, target] = [await this.#from.claimsOf(persons), await this.#to.keys.claimsOf(persons)]
    const [inSource, inTarget] = [new Set(source.map(identityOf)), new Set(target.map(identityOf))]
    for (const claim of target)
      if (!inSource.has(identityOf(claim))) await this.#to.keys.unclaim(claim.scope, claim.fingerprint, claim.holder)
    for (const claim of source) {
      if (inTarget.has(identityOf(claim))) continue
      const { holder } = await this.#to.keys.claim(claim.scope, claim.fingerprint, claim.holder)
      if (holder !== claim.holder) throw otherKeys(this.#to.name)
      this.#claims += 1
    }
  }
}

const identityOf = ({ scope, fingerprint, holder }: StandingClaim): string =>
  JSON.stringify([scope, fingerprint, holder])

/** The stream of an event, and the persons whom its encrypted values name. */
const personsIn = function* ({ stream, data }: StoredEvent): Iterable<string> {
  yield stream
  yield* encryptedPersonsIn(data)
}
