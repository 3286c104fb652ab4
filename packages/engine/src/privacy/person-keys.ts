import { hkdfSync } from 'node:crypto'
import type { Environment, KeyStore, WrappedKey } from '../ports/index.js'
import { machineEnvironment } from '../primitives/machine-environment.js'
import { randomText } from '../primitives/random-text.js'
import { RecentCache } from '../primitives/recent-cache.js'
import { hmacUnder } from './hmac.js'
import { otherMasterKey, type Secrets } from './store-secret.js'

/** The key that encrypts one person's values, unwrapped and ready for use. */
export interface PersonKey {
  readonly person: string
  readonly keyId: string
  readonly encryptionKey: Uint8Array
  /** The initialisation vector for a plain text and its additional data: a keyed digest of both. */
  vectorFor(context: string, plain: Uint8Array): Uint8Array
  readonly stored: WrappedKey
}

const cacheSize = 1000

/**
 * The keys of persons in a key store. The store is read every time, so a key that another process destroyed is gone
 * here too; only the unwrapping is cached.
 */
export class PersonKeys {
  readonly #store: KeyStore
  readonly #storeName: string
  readonly #secrets: Secrets
  readonly #environment: Pick<Environment, 'randomBytes'>
  readonly #unwrapped = new RecentCache<string, PersonKey>(cacheSize)

  constructor(
    store: KeyStore,
    storeName: string,
    secrets: Secrets,
    environment: Pick<Environment, 'randomBytes'> = machineEnvironment,
  ) {
    this.#environment = environment
    this.#store = store
    this.#storeName = storeName
    this.#secrets = secrets
  }

  /** The keys of these persons; those without a key, or with a destroyed one, are absent. */
  async find(persons: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> {
    const found = new Map<string, PersonKey>()
    for (const [person, key] of await this.#store.find(persons)) found.set(person, this.#unwrap(person, key))
    return found
  }

  /** A new key, not stored yet. */
  generate(person: string): PersonKey {
    const key = this.#environment.randomBytes(32)
    const keyId = randomText(this.#environment, 9, 'base64url')
    return personKey(person, key, { keyId, wrapped: this.#secrets.wrap(key, keyContext(person, keyId)) })
  }

  /** Stores a key; returns `false` where the person has another one already. */
  async add({ person, stored }: PersonKey): Promise<boolean> {
    const added = await this.#store.add(person, stored, this.#secrets.wrappingId)
    if (added === 'rotated') throw otherMasterKey(this.#storeName)
    return added.keyId === stored.keyId
  }

  #unwrap(person: string, stored: WrappedKey): PersonKey {
    const cached = this.#unwrapped.get(stored.wrapped)
    if (cached?.person === person && cached.keyId === stored.keyId) return cached
    const key = this.#secrets.unwrap(stored.wrapped, keyContext(person, stored.keyId))
    if (key === undefined) throw otherMasterKey(this.#storeName)
    const unwrapped = personKey(person, key, stored)
    this.#unwrapped.set(stored.wrapped, unwrapped)
    return unwrapped
  }
}

/** What the stored form of a key is bound to. */
export const keyContext = (person: string, keyId: string): string => JSON.stringify([person, keyId])

// Permanent: the names of the purposes.
export const personKey = (person: string, key: Uint8Array, stored: WrappedKey): PersonKey => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `skein/${purpose}`, 32))
  const vectorDigest = hmacUnder(derive('vector'))
  return {
    person,
    keyId: stored.keyId,
    encryptionKey: derive('encrypt'),
    // a context is a JSON object, so the plain text begins where it ends
    vectorFor: (context, plain) => vectorDigest(context, plain).subarray(0, 12),
    stored,
  }
}
