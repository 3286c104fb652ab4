import type { KeyStore, StandingClaim, WrappedKey } from '../ports/index.js'
import type { CloseGuard } from './close-guard.js'

/** Keys and claims in memory. */
export class MemoryKeys implements KeyStore {
  readonly #keys = new Map<string, WrappedKey>()
  readonly #claims = new Map<string, StandingClaim>()
  readonly #door: CloseGuard

  constructor(door: CloseGuard) {
    this.#door = door
  }

  async find(persons: readonly string[]) {
    this.#door.assertOpen()
    const found = new Map<string, WrappedKey>()
    for (const person of persons) {
      const key = this.#keys.get(person)
      if (key !== undefined) found.set(person, key)
    }
    return found
  }

  async add(person: string, key: WrappedKey) {
    this.#door.assertOpen()
    const standing = this.#keys.get(person)
    if (standing !== undefined) return standing
    this.#keys.set(person, key)
    return key
  }

  async destroy(person: string) {
    this.#door.assertOpen()
    for (const [claimed, { holder }] of this.#claims) if (holder === person) this.#claims.delete(claimed)
    return this.#keys.delete(person)
  }

  async claim(scope: string, fingerprint: string, holder: string, insteadOf?: string) {
    this.#door.assertOpen()
    const standing = this.#claims.get(claimKey(scope, fingerprint))
    if (standing !== undefined && standing.holder !== insteadOf) return ofClaim(standing)
    const claim = { scope, fingerprint, holder, since: new Date().toISOString() }
    this.#claims.set(claimKey(scope, fingerprint), claim)
    return ofClaim(claim)
  }

  async claimant(scope: string, fingerprint: string) {
    this.#door.assertOpen()
    const standing = this.#claims.get(claimKey(scope, fingerprint))
    return standing && ofClaim(standing)
  }

  async claimsOf(holders: readonly string[]) {
    this.#door.assertOpen()
    const wanted = new Set(holders)
    return [...this.#claims.values()].filter(({ holder }) => wanted.has(holder))
  }

  async unclaim(scope: string, fingerprint: string, holder: string) {
    this.#door.assertOpen()
    const key = claimKey(scope, fingerprint)
    if (this.#claims.get(key)?.holder === holder) this.#claims.delete(key)
  }
}

const ofClaim = ({ holder, since }: StandingClaim) => ({ holder, since })

const claimKey = (scope: string, fingerprint: string): string => JSON.stringify([scope, fingerprint])
