import { hkdfSync, randomBytes } from 'node:crypto'
import type { KeyStore, WrappedKey } from '../ports/index.js'
import { RecentCache } from '../primitives/recent-cache.js'
import { hmacUnder } from './hmac.js'
import { MasterKeyError, type Secrets } from './master-key.js'

/** The key that one person's values are sealed under, ready for use. */
export interface PersonKey {
  readonly person: string
  readonly keyId: string
  readonly cipher: Buffer
  /** A digest of what is sealed, for its initialisation vector. */
  vectorOf(sealed: string): string
  readonly stored: WrappedKey
}

/** Not a stream: shows whether a store was written with this master key. */
export const masterKeyCheck = '$master'
const opened = 1000

/**
 * The keys of persons as a key store keeps them. The store is asked every time, so that a key destroyed elsewhere is
 * gone here too; only the unwrapping is remembered.
 */
export class PersonKeys {
  readonly #store: KeyStore
  readonly #storeName: string
  readonly #secrets: Secrets
  readonly #unwrapped = new RecentCache<string, PersonKey>(opened)
  #isMarked = false

  constructor(store: KeyStore, storeName: string, secrets: Secrets) {
    this.#store = store
    this.#storeName = storeName
    this.#secrets = secrets
  }

  /** The store is known to be written with this master key. */
  get hasMasterKeyCheck(): boolean {
    return this.#isMarked
  }

  /** Makes sure that the store was not written with another master key. */
  async verify(): Promise<void> {
    const found = (await this.#store.find([masterKeyCheck])).get(masterKeyCheck)
    if (found === undefined) return
    this.#unwrap(masterKeyCheck, found)
    this.#isMarked = true
  }

  /** Leaves the sign by which another master key is told, before the first write. */
  async storeMasterKeyCheck(): Promise<void> {
    this.#unwrap(masterKeyCheck, await this.#store.add(masterKeyCheck, this.make(masterKeyCheck).stored))
    this.#isMarked = true
  }

  /** The keys that stand; persons without one, or with a destroyed one, are absent. */
  async find(persons: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    const found = new Map<string, PersonKey>()
    for (const [person, key] of await this.#store.find(persons)) found.set(person, this.#unwrap(person, key))
    return found
  }

  /** A new key, not kept yet. */
  make(person: string): PersonKey {
    const key = randomBytes(32)
    const keyId = randomBytes(9).toString('base64url')
    return ready(person, key, { keyId, wrapped: this.#secrets.wrap(key, boundTo(person, keyId)) })
  }

  /** Keeps a key; gives whether it is the one that stands. */
  async keep({ person, stored }: PersonKey): Promise<boolean> {
    return (await this.#store.add(person, stored)).keyId === stored.keyId
  }

  destroy(person: string): Promise<boolean> {
    return this.#store.destroy(person)
  }

  #unwrap(person: string, stored: WrappedKey): PersonKey {
    const remembered = this.#unwrapped.get(stored.wrapped)
    if (remembered?.person === person && remembered.keyId === stored.keyId) return remembered
    const key = this.#secrets.unwrap(stored.wrapped, boundTo(person, stored.keyId))
    if (key === undefined)
      throw new MasterKeyError(
        `The master key does not open the keys in ${this.#storeName}: they were made with another one. Give that one.`,
      )
    const unwrapped = ready(person, key, stored)
    this.#unwrapped.set(stored.wrapped, unwrapped)
    return unwrapped
  }
}

const boundTo = (person: string, keyId: string): string => JSON.stringify([person, keyId])

const ready = (person: string, key: Buffer, stored: WrappedKey): PersonKey => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `skein/${purpose}`, 32))
  return { person, keyId: stored.keyId, cipher: derive('seal'), vectorOf: hmacUnder(derive('vector')), stored }
}
