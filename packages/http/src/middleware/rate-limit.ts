import { BoundedMap } from '../bounded-map.js'

interface Bucket {
  readonly tokens: number
  readonly updatedAt: number
}

/** Beyond this the longest unused bucket is dropped: it is full again, or nearly. */
const maxSubjects = 10_000

/** A token bucket for each subject: an average rate, with bursts. */
export class RateLimit {
  readonly #perSecond: number
  readonly #burst: number
  readonly #buckets = new BoundedMap<string, Bucket>(maxSubjects)

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
  }

  /**
   * Takes a token for one request. Returns 0 if there was one, otherwise the whole seconds until there is one.
   * `now` is in milliseconds, of any monotonic clock.
   */
  take(subject: string, now: number): number {
    const bucket = this.#buckets.get(subject)
    const tokens = bucket === undefined ? this.#burst : this.#refilled(bucket, now)
    const isAllowed = tokens >= 1
    this.#buckets.set(subject, { tokens: isAllowed ? tokens - 1 : tokens, updatedAt: now })
    return isAllowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.#perSecond))
  }

  #refilled({ tokens, updatedAt }: Bucket, now: number): number {
    return Math.min(this.#burst, tokens + ((now - updatedAt) / 1000) * this.#perSecond)
  }
}
