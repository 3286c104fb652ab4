interface Bucket {
  tokens: number
  at: number
}

const remembered = 10_000

/** Lets each subject do so much a second on average, and so much at once. */
export class RateLimit {
  readonly #perSecond: number
  readonly #burst: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
  }

  /** Whole seconds to wait; 0 where the subject may go on. `now` in milliseconds, of any clock that does not go back. */
  wait(subject: string, now: number): number {
    const known = this.#buckets.get(subject)
    const tokens =
      known === undefined
        ? this.#burst
        : Math.min(this.#burst, known.tokens + ((now - known.at) / 1000) * this.#perSecond)
    this.#buckets.delete(subject)
    // who was heard of longest ago has a full bucket anyway, or nearly
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size >= remembered && oldest !== undefined) this.#buckets.delete(oldest)
    const passes = tokens >= 1
    this.#buckets.set(subject, { tokens: passes ? tokens - 1 : tokens, at: now })
    return passes ? 0 : Math.max(1, Math.ceil((1 - tokens) / this.#perSecond))
  }
}
