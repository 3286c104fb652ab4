/** Random choices that a seed determines. */
export class Chance {
  #state: number

  constructor(seed: number) {
    // neighbouring seeds differ from the first choice on
    this.#state = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) >>> 0
  }

  /** A number from 0 up to 1. */
  next(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  isTrue(probability: number): boolean {
    return probability > 0 && this.next() < probability
  }

  /** A whole number from 0 to `n - 1`. */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** A number between two others, small ones as likely as large ones: 1 to 10 as 10 to 100. */
  between(least: number, most: number): number {
    return least * (most / least) ** this.next()
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return others[this.below(others.length + 1) - 1] ?? first
  }

  bytes(size: number): Buffer {
    return Buffer.from(Array.from({ length: size }, () => this.below(256)))
  }
}
