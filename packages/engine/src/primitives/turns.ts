import type { Environment } from '../ports/environment.js'

/** How long one piece of work may hold the event loop before other work has its turn, in milliseconds. */
const turnMs = 10

/** Lets other work of the process have its turn while one piece of work goes on. Awaiting an embedded store does not. */
export class Turns {
  readonly #environment: Pick<Environment, 'now' | 'nextTurn'>
  readonly #length: number
  #until: number

  /** @param length of a turn, in milliseconds */
  constructor(environment: Pick<Environment, 'now' | 'nextTurn'>, length = turnMs) {
    this.#environment = environment
    this.#length = length
    this.#until = environment.now() + length
  }

  /** Yields to the event loop if this work has held it for a while. */
  async take(): Promise<void> {
    const { now, nextTurn } = this.#environment
    if (now() < this.#until) return
    await nextTurn()
    this.#until = now() + this.#length
  }
}
