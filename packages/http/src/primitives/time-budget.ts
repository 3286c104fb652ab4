import { nextTurn } from './next-turn.js'

/** How long a scan may hold the event loop before other requests have their turn. */
const turnMs = 10

/** Bounds a scan in time, and lets other requests have their turn while it goes on. */
export class TimeBudget {
  readonly #until: number
  #turnUntil: number

  constructor(milliseconds: number) {
    const now = performance.now()
    this.#until = now + milliseconds
    this.#turnUntil = now + turnMs
  }

  /** Whether the scan has to end here. */
  get isSpent(): boolean {
    return performance.now() >= this.#until
  }

  /** Yields to the event loop if this scan has held it for a while. */
  async takeTurns(): Promise<void> {
    if (performance.now() < this.#turnUntil) return
    await nextTurn()
    this.#turnUntil = performance.now() + turnMs
  }
}
