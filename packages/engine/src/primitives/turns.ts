/** How long one piece of work may hold the event loop before other work has its turn. */
const turnMs = 10

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    // a timer is not called for at least a millisecond; workers have nothing else
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })

/** Lets other work of the process have its turn while one piece of work goes on. Awaiting an embedded store does not. */
export class Turns {
  #until = performance.now() + turnMs

  /** Yields to the event loop if this work has held it for a while. */
  async take(): Promise<void> {
    if (performance.now() < this.#until) return
    await nextTurn()
    this.#until = performance.now() + turnMs
  }
}
