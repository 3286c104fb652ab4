import type { Principal } from '../principal.js'

const remembered = 1000
/** A key that its issuer has withdrawn lets nobody in for longer than this, in milliseconds. */
const trusted = 30_000

interface Verified {
  readonly principal: Principal
  readonly until: number
}

/** Tokens that were verified a moment ago: the same caller sends many requests, and a signature costs more than the rest. */
export class VerifiedTokens {
  readonly #tokens = new Map<string, Verified>()

  /** `now` in milliseconds since 1970. */
  find(token: string, now: number): Principal | undefined {
    const known = this.#tokens.get(token)
    if (known === undefined) return undefined
    if (now < known.until) return known.principal
    this.#tokens.delete(token)
    return undefined
  }

  remember(token: string, principal: Principal, now: number): void {
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size >= remembered && oldest !== undefined) this.#tokens.delete(oldest)
    const expiresAt = (principal.expiresAt ?? 0) * 1000
    this.#tokens.set(token, { principal, until: Math.min(now + trusted, expiresAt) })
  }
}
