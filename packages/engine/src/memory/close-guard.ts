import { StorageError } from '../ports/storage-error.js'

/** Whether a store in memory is open; its parts share one. */
export class CloseGuard {
  #closed = false

  get isClosed(): boolean {
    return this.#closed
  }

  close(): void {
    this.#closed = true
  }

  assertOpen(): void {
    if (this.#closed) throw this.closedError()
  }

  closedError(): StorageError {
    return new StorageError('closed', 'The store in memory was closed; open a new one.')
  }
}
