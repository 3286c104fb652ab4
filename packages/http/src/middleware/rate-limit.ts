import { BoundedMap } from '../primitives/bounded-map.js'

interface Bucket {
  readonly tokens: number
  readonly updatedAt: number
}

/** Beyond this the longest unused bucket is dropped: it is full again, or nearly. */
const maxKeys = 10_000

/**
 * A token bucket for each key: an average rate, with bursts. A request takes one token before it is handled, and is
 * charged for its work afterwards: a bucket may then be in debt, up to one burst.
 */
export class RateLimit {
  readonly #perSecond: number
  readonly #burst: number
  readonly #buckets = new BoundedMap<string, Bucket>(maxKeys)

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
  }

  /**
   * Takes a token for one request. Returns 0 if there was one, otherwise the whole seconds until there is one.
   * `now` is in milliseconds, of any monotonic clock.
   */
  take(key: string, now: number): number {
    const tokens = this.#tokensOf(key, now)
    const isAllowed = tokens >= 1
    this.#buckets.set(key, { tokens: isAllowed ? tokens - 1 : tokens, updatedAt: now })
    return isAllowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.#perSecond))
  }

  /** Takes tokens for work that was done. */
  charge(key: string, tokens: number, now: number): void {
    this.#buckets.set(key, { tokens: Math.max(-this.#burst, this.#tokensOf(key, now) - tokens), updatedAt: now })
  }

  #tokensOf(key: string, now: number): number {
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) return this.#burst
    return Math.min(this.#burst, bucket.tokens + ((now - bucket.updatedAt) / 1000) * this.#perSecond)
  }
}
