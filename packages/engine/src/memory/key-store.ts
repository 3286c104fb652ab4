import type { KeyStore, StandingClaim, WrappedKey } from '../ports/index.js'
import type { CloseGuard } from './close-guard.js'

/** Keys and claims in memory. */
export class MemoryKeyStore implements KeyStore {
  readonly #keys = new Map<string, WrappedKey>()
  readonly #claims = new Map<string, StandingClaim>()
  readonly #guard: CloseGuard

  constructor(guard: CloseGuard) {
    this.#guard = guard
  }

  async find(persons: readonly string[]) {
    this.#guard.assertOpen()
    const found = new Map<string, WrappedKey>()
    for (const person of persons) {
      const key = this.#keys.get(person)
      if (key !== undefined) found.set(person, key)
    }
    return found
  }

  async add(person: string, key: WrappedKey) {
    this.#guard.assertOpen()
    const stored = this.#keys.get(person)
    if (stored !== undefined) return stored
    this.#keys.set(person, key)
    return key
  }

  async destroy(person: string) {
    this.#guard.assertOpen()
    for (const [key, { holder }] of this.#claims) if (holder === person) this.#claims.delete(key)
    return this.#keys.delete(person)
  }

  async claim(scope: string, fingerprint: string, holder: string, insteadOf?: string) {
    this.#guard.assertOpen()
    const key = claimKey(scope, fingerprint)
    const standing = this.#claims.get(key)
    if (standing !== undefined && standing.holder !== insteadOf) return claimantOf(standing)
    const claim = { scope, fingerprint, holder, since: new Date().toISOString() }
    this.#claims.set(key, claim)
    return claimantOf(claim)
  }

  async claimant(scope: string, fingerprint: string) {
    this.#guard.assertOpen()
    const standing = this.#claims.get(claimKey(scope, fingerprint))
    return standing && claimantOf(standing)
  }

  async claimsOf(holders: readonly string[]) {
    this.#guard.assertOpen()
    const wanted = new Set(holders)
    return [...this.#claims.values()].filter(({ holder }) => wanted.has(holder))
  }

  async unclaim(scope: string, fingerprint: string, holder: string) {
    this.#guard.assertOpen()
    const key = claimKey(scope, fingerprint)
    if (this.#claims.get(key)?.holder === holder) this.#claims.delete(key)
  }
}

const claimantOf = ({ holder, since }: StandingClaim) => ({ holder, since })

const claimKey = (scope: string, fingerprint: string): string => JSON.stringify([scope, fingerprint])
