import { StorageError } from '../ports/storage-error.js'

/** Whether an in-memory store is open; its parts share one. */
export class CloseGuard {
  #isClosed = false

  get isClosed(): boolean {
    return this.#isClosed
  }

  close(): void {
    this.#isClosed = true
  }

  assertOpen(): void {
    if (this.#isClosed) throw this.closedError()
  }

  closedError(): StorageError {
    return new StorageError('closed', {
      en: 'The in-memory store was closed. Open a new one.',
      zh: '内存存储已关闭。请重新打开一个。',
    })
  }
}
