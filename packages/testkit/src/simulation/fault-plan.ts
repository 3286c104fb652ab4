import type { Chance } from './chance.js'

/** What may go wrong, and how often it did. */
export type FaultKind =
  /** The store refuses: nothing was written. */
  | 'unavailable'
  /** It was written, and the answer is lost. */
  | 'answer lost'
  /** The request is lost, and nobody knows that. */
  | 'request lost'
  /** The connection breaks, and what was sent is written later. */
  | 'late write'
  /** An answer takes seconds. */
  | 'delay'
  /** A subscription breaks. */
  | 'cut'
  /** A program ends, with all that it remembers, and begins again. */
  | 'crash'
  /** A program stands still for a while, and does not know it. */
  | 'suspension'
  /** A wall clock is set. */
  | 'clock set'
  /** A client sends a command again, though it may have been done. */
  | 'sent again'
  /** A client sends a command twice at the same time, to two programs. */
  | 'sent twice'
  /** A read model is rebuilt. */
  | 'rebuild'

type CallFault = Extract<FaultKind, 'unavailable' | 'answer lost' | 'request lost' | 'late write'>

/** A read changes nothing; a write, such as an append, may fail without its program knowing whether it was done. */
export type CallKind = 'read' | 'write' | 'append'

/** How likely each fault is in one run: runs differ, so that a fault also occurs without the others. */
export class FaultPlan {
  readonly counts = new Map<FaultKind, number>()
  readonly #chance: Chance
  readonly #rates: Readonly<Record<'store' | 'delay' | 'cut' | 'twice', number>>
  /** Milliseconds between two things that happen to programs. */
  readonly interval: number
  /** The usual time until an answer, in milliseconds. */
  readonly latency: number
  #isOver = false

  constructor(chance: Chance) {
    this.#chance = chance
    this.#rates = {
      store: chance.pick(0, 0.002, 0.01, 0.05),
      delay: chance.pick(0, 0.001, 0.01),
      cut: chance.pick(0, 0.1, 0.5),
      twice: chance.pick(0, 0.1, 0.3),
    }
    this.interval = chance.pick(150, 600, 3_000, Infinity)
    this.latency = chance.pick(0.2, 2, 10)
  }

  /** From now on nothing goes wrong any more. */
  end(): void {
    this.#isOver = true
  }

  get isOver(): boolean {
    return this.#isOver
  }

  count(kind: FaultKind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1)
  }

  /** What happens to a call of the store, if anything. */
  ofCall(call: CallKind): CallFault | undefined {
    // of the few appends more fail
    if (!this.#occurs(this.#rates.store * (call === 'append' ? 5 : 1))) return undefined
    const kind =
      call !== 'read'
        ? this.#chance.pick<CallFault>('unavailable', 'answer lost', 'request lost', 'late write')
        : 'unavailable'
    this.count(kind)
    return kind
  }

  /** How long a request or an answer is on its way. */
  delay(): number {
    if (this.#occurs(this.#rates.delay)) {
      this.count('delay')
      return this.#chance.between(200, 20_000)
    }
    return this.#chance.between(this.latency / 20, this.latency)
  }

  /** After how many milliseconds a subscription breaks, if it does. */
  cutAfter(): number | undefined {
    return this.#occurs(this.#rates.cut) ? this.#chance.between(1, 5_000) : undefined
  }

  isSentTwice(): boolean {
    return this.#occurs(this.#rates.twice)
  }

  #occurs(rate: number): boolean {
    return !this.#isOver && this.#chance.isTrue(rate)
  }
}
