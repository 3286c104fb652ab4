import { BoundedMap } from '../primitives/bounded-map.js'
import type { Principal } from '../principal.js'

const cachedTokens = 1000
/** Bounds how long a token stays accepted after its issuer withdrew the key. */
const maxAgeMs = 30_000

interface CachedToken {
  readonly principal: Principal
  readonly validUntil: number
}

/** Tokens whose signature was verified recently; verifying costs more than the rest of a small request. */
export class VerifiedTokenCache {
  readonly #tokens = new BoundedMap<string, CachedToken>(cachedTokens)

  /** `now` in milliseconds since 1970. */
  get(token: string, now: number): Principal | undefined {
    const cached = this.#tokens.get(token)
    if (cached === undefined) return undefined
    if (now < cached.validUntil) return cached.principal
    this.#tokens.delete(token)
    return undefined
  }

  set(token: string, principal: Principal, now: number): void {
    const expiresAt = (principal.expiresAt ?? 0) * 1000
    this.#tokens.set(token, { principal, validUntil: Math.min(now + maxAgeMs, expiresAt) })
  }
}
