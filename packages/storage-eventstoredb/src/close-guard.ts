import { StorageError } from '@skein/engine'

/** Whether the store is open, and what is under way. */
export class CloseGuard {
  readonly #name: string
  readonly #closing = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()

  constructor(name: string) {
    this.#name = name
  }

  /** Aborts when the store begins to close. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  assertOpen(): void {
    if (this.#closing.signal.aborted) throw this.closedError()
  }

  closedError(): StorageError {
    return new StorageError('closed', `${this.#name} was closed; open it again.`)
  }

  /** Lets `close` wait for something. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    try {
      return await work
    } finally {
      this.#underWay.delete(work)
    }
  }

  /** Waits for what is under way; nothing new begins. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#underWay)
  }
}
