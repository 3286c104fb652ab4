/** Lets tasks of one name run one after another, and tasks of different names side by side. */
export class KeyedQueue {
  readonly #tails = new Map<string, Promise<unknown>>()

  async inTurn<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(name)
    const turn = before === undefined ? task() : before.then(task, task)
    this.#tails.set(name, turn)
    try {
      return await turn
    } finally {
      if (this.#tails.get(name) === turn) this.#tails.delete(name)
    }
  }
}
