import type { Text } from '@skein/kernel'
import { StorageError } from '../ports/index.js'

/**
 * Knows whether a store is open and which operations are running. All parts of a store share one guard.
 *
 * @example
 * const guard = new CloseGuard(closedText('sqlite:./base.db'))
 * await guard.run(() => insert(events)) // after `close`: StorageError with fault `closed`
 * await guard.close(() => connection.end())
 */
export class CloseGuard {
  readonly #closedText: Text
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<unknown>>()
  #closed: Promise<void> | undefined

  /** @param closedText the message of every call that comes after `close` */
  constructor(closedText: Text) {
    this.#closedText = closedText
  }

  get isClosed(): boolean {
    return this.closing.aborted
  }

  /** Aborts as soon as `close` is called, before running operations end. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  assertOpen(): void {
    if (this.isClosed) throw this.closedError()
  }

  closedError(): StorageError {
    return new StorageError('closed', this.#closedText)
  }

  /** Starts an operation that `close` waits for. */
  async run<T>(start: () => Promise<T>): Promise<T> {
    this.assertOpen()
    const operation = start()
    this.#running.add(operation)
    try {
      return await operation
    } finally {
      this.#running.delete(operation)
    }
  }

  /** Waits for running operations, then releases what the store holds. Repeated calls return the first result. */
  close(release: () => void | Promise<void> = () => undefined): Promise<void> {
    this.#closed ??= this.#close(release)
    return this.#closed
  }

  async #close(release: () => void | Promise<void>): Promise<void> {
    this.#closing.abort()
    // an operation that was running may have started another one
    while (this.#running.size > 0) await Promise.allSettled(this.#running)
    await release()
  }
}

/** What a closed store answers. @param name the store as its messages name it, without secrets */
export const closedText = (name: string): Text => ({
  en: `${name} was closed; open it again.`,
  zh: `${name} 已关闭;请重新打开。`,
})
