import { createHash } from 'node:crypto'

interface Task {
  readonly at: number
  readonly label: string
  readonly run: () => void
}

/** What may be suspended, or have ended: tasks of it wait, or are dropped. */
export interface Suspendable {
  readonly hasEnded: boolean
  readonly suspendedUntil: number
}

/** How often the simulation of one seed may do something until it counts as stuck. */
const maxSteps = 400_000

/**
 * Virtual time: what is to happen, in the order in which it happens. Between two tasks everything that needs no time is
 * done, so that the order of tasks is all that decides how a run goes.
 */
export class Scheduler {
  /** Milliseconds since the beginning. */
  now = 0
  steps = 0
  readonly #tasks: Task[] = []
  readonly #digest = createHash('sha256')
  readonly #onStep: ((line: string) => void) | undefined

  /** @param onStep called with each step, for people to read */
  constructor(onStep?: (line: string) => void) {
    this.#onStep = onStep
  }

  /** Lets something happen after a delay. */
  after(delay: number, label: string, run: () => void): void {
    const at = this.now + delay
    // behind those of the same time
    let [low, high] = [0, this.#tasks.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#tasks[middle]?.at ?? 0) <= at) low = middle + 1
      else high = middle
    }
    this.#tasks.splice(low, 0, { at, label, run })
  }

  /** The same, as something that happens to a program: not after it has ended, nor while it is suspended. */
  afterFor(of: Suspendable, delay: number, label: string, run: () => void): void {
    this.after(delay, label, () => {
      if (of.hasEnded) return
      if (of.suspendedUntil > this.now) this.afterFor(of, of.suspendedUntil - this.now, label, run)
      else run()
    })
  }

  sleep(delay: number, label: string): Promise<void> {
    return new Promise((resolve) => this.after(delay, label, resolve))
  }

  /** Runs tasks one after another. `idle`: nothing is left to happen; `busy`: after very many steps it is not done. */
  async run(isDone: () => boolean): Promise<'done' | 'idle' | 'busy'> {
    while (!isDone()) {
      const task = this.#tasks.shift()
      if (task === undefined) return 'idle'
      if (this.steps >= maxSteps) return 'busy'
      this.now = Math.max(this.now, task.at)
      this.note(task.label)
      task.run()
      await restOfStep()
    }
    return 'done'
  }

  /** Adds to what identifies the run. */
  note(label: string): void {
    this.steps += 1
    const line = `${this.now.toFixed(3)} ${label}\n`
    this.#digest.update(line)
    this.#onStep?.(line)
  }

  /** The digest of all steps, in their order. */
  digest(): string {
    return this.#digest.copy().digest('hex')
  }
}

/** Until everything that follows without a task is done: promises settle before the event loop goes on. */
const restOfStep = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
