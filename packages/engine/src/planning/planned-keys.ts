import type { Environment, KeyStore, WrappedKey } from '../ports/index.js'

/** What a plan stores when it is recorded: keys of persons, and claims. */
type Change = (store: KeyStore) => Promise<boolean>

type Claimant = Awaited<ReturnType<KeyStore['claimant']>>

/** Keys and claims that are only planned, on top of those of a store. */
export class PlannedKeys implements KeyStore {
  readonly #store: KeyStore
  readonly #environment: Pick<Environment, 'date'>
  readonly #added = new Map<string, WrappedKey>()
  readonly #claims = new Map<string, Claimant>()
  readonly #changes: Change[] = []
  readonly #released: (() => Promise<void>)[] = []

  constructor(store: KeyStore, environment: Pick<Environment, 'date'>) {
    this.#store = store
    this.#environment = environment
  }

  /** Stores the keys and claims; `false` where somebody else has stored another one meanwhile. */
  async record(): Promise<boolean> {
    for (const change of this.#changes) if (!(await change(this.#store))) return false
    return true
  }

  /** Releases the claims that are not made any more. */
  async release(): Promise<void> {
    for (const release of this.#released) await release()
  }

  secret() {
    return this.#store.secret()
  }

  addSecret(secret: Parameters<KeyStore['addSecret']>[0]) {
    return this.#store.addSecret(secret)
  }

  rewrap(...rewrapped: Parameters<KeyStore['rewrap']>) {
    return this.#store.rewrap(...rewrapped)
  }

  async find(persons: readonly string[]) {
    const stored = await this.#store.find(persons)
    const added = persons.flatMap((person) => {
      const key = this.#added.get(person)
      return key === undefined ? [] : [[person, key] as const]
    })
    return new Map([...added, ...stored])
  }

  async add(person: string, key: WrappedKey, wrappingId?: string) {
    const existing = (await this.find([person])).get(person)
    if (existing !== undefined) return existing
    this.#added.set(person, key)
    this.#changes.push(async (store) => {
      const added = await store.add(person, key, wrappingId)
      return added !== 'rotated' && added.keyId === key.keyId
    })
    return key
  }

  destroy(person: string) {
    return this.#store.destroy(person)
  }

  async claim(scope: string, fingerprint: string, holder: string, insteadOf?: string) {
    const current = await this.claimant(scope, fingerprint)
    if (current !== undefined && current.holder !== insteadOf) return current
    const claimed = { holder, since: this.#environment.date().toISOString() }
    this.#claims.set(claimKey(scope, fingerprint), claimed)
    this.#changes.push(async (store) => (await store.claim(scope, fingerprint, holder, insteadOf)).holder === holder)
    return claimed
  }

  async claimant(scope: string, fingerprint: string) {
    const key = claimKey(scope, fingerprint)
    return this.#claims.has(key) ? this.#claims.get(key) : this.#store.claimant(scope, fingerprint)
  }

  claimsOf(holders: readonly string[]) {
    return this.#store.claimsOf(holders)
  }

  async unclaim(scope: string, fingerprint: string, holder: string) {
    if ((await this.claimant(scope, fingerprint))?.holder !== holder) return
    this.#claims.set(claimKey(scope, fingerprint), undefined)
    this.#released.push(() => this.#store.unclaim(scope, fingerprint, holder))
  }
}

const claimKey = (scope: string, fingerprint: string): string => JSON.stringify([scope, fingerprint])
