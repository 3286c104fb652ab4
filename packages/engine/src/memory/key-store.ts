import type { Environment, KeyStore, StandingClaim, WrappedKey, WrappedSecret } from '../ports/index.js'
import type { CloseGuard } from '../storage/close-guard.js'

/** Wrapped keys and claims in memory. */
export class MemoryKeyStore implements KeyStore {
  #secret: WrappedSecret | undefined
  readonly #keys = new Map<string, WrappedKey>()
  readonly #claims = new Map<string, StandingClaim>()
  readonly #closeGuard: CloseGuard
  readonly #environment: Pick<Environment, 'date'>

  constructor(closeGuard: CloseGuard, environment: Pick<Environment, 'date'>) {
    this.#closeGuard = closeGuard
    this.#environment = environment
  }

  async find(persons: readonly string[]) {
    this.#closeGuard.assertOpen()
    const found = new Map<string, WrappedKey>()
    for (const person of persons) {
      const key = this.#keys.get(person)
      if (key !== undefined) found.set(person, key)
    }
    return found
  }

  async secret() {
    this.#closeGuard.assertOpen()
    return this.#secret
  }

  async addSecret(secret: WrappedSecret) {
    this.#closeGuard.assertOpen()
    this.#secret ??= secret
    return this.#secret
  }

  async rewrap(from: string, to: WrappedSecret, rewrap: (person: string, key: WrappedKey) => WrappedKey) {
    this.#closeGuard.assertOpen()
    if (this.#secret?.wrappingId !== from) return 'rotated' as const
    const renewed = [...this.#keys].map(([person, key]) => [person, rewrap(person, key)] as const)
    for (const [person, key] of renewed) this.#keys.set(person, key)
    this.#secret = to
    return renewed.length
  }

  async add(person: string, key: WrappedKey, wrappingId?: string) {
    this.#closeGuard.assertOpen()
    if (wrappingId !== undefined && this.#secret?.wrappingId !== wrappingId) return 'rotated' as const
    const existing = this.#keys.get(person)
    if (existing !== undefined) return existing
    this.#keys.set(person, key)
    return key
  }

  async destroy(person: string) {
    this.#closeGuard.assertOpen()
    for (const [key, { holder }] of this.#claims) if (holder === person) this.#claims.delete(key)
    return this.#keys.delete(person)
  }

  async claim(scope: string, fingerprint: string, holder: string, insteadOf?: string) {
    this.#closeGuard.assertOpen()
    const current = this.#claims.get(claimKey(scope, fingerprint))
    if (current !== undefined && current.holder !== insteadOf) return claimOf(current)
    const claim = { scope, fingerprint, holder, since: this.#environment.date().toISOString() }
    this.#claims.set(claimKey(scope, fingerprint), claim)
    return claimOf(claim)
  }

  async claimant(scope: string, fingerprint: string) {
    this.#closeGuard.assertOpen()
    const current = this.#claims.get(claimKey(scope, fingerprint))
    return current && claimOf(current)
  }

  async claimsOf(holders: readonly string[]) {
    this.#closeGuard.assertOpen()
    const wanted = new Set(holders)
    return [...this.#claims.values()].filter(({ holder }) => wanted.has(holder))
  }

  async unclaim(scope: string, fingerprint: string, holder: string) {
    this.#closeGuard.assertOpen()
    const key = claimKey(scope, fingerprint)
    if (this.#claims.get(key)?.holder === holder) this.#claims.delete(key)
  }
}

const claimOf = ({ holder, since }: StandingClaim) => ({ holder, since })

const claimKey = (scope: string, fingerprint: string): string => JSON.stringify([scope, fingerprint])
