import { StorageError } from '@skein/engine'
import type { Database } from 'better-sqlite3'
import { storageError, WriteError } from './faults.js'
import { retryUntil } from './retry.js'
import { Writer } from './writer.js'

/**
 * An open file: everything that reads or writes it goes through here, and learns here that it was closed.
 *
 * In its statements `+?` and `0 + ?` stand where SQLite would otherwise look at the value when it plans the query: after
 * `LIMIT`, and after `=` beside `ORDER BY`. It would plan anew at every call, which takes longer than a small query.
 */
export class SqliteFile {
  readonly path: string
  readonly database: Database
  readonly #writer: Writer
  readonly #patience: number
  readonly #onClosed: () => void
  readonly #underWay = new Set<Promise<unknown>>()
  #closing: Promise<void> | undefined

  /** @param patience how long another process is waited for, in milliseconds */
  constructor(database: Database, path: string, patience: number, onClosed: () => void = () => undefined) {
    this.#onClosed = onClosed
    this.database = database
    this.path = path
    this.#patience = patience
    this.#writer = new Writer(database, path, patience)
  }

  /** How often a transaction was taken back. */
  get rollbacks(): number {
    return this.#writer.rollbacks
  }

  /** Reads, all within this turn of the event loop. */
  readNow<T>(work: () => T): T {
    this.assertOpen()
    try {
      return work()
    } catch (error) {
      throw storageError(error, this.path)
    }
  }

  /** Reads, and tries again while another process is in the way. `work` may be done more than once. */
  async read<T>(work: () => T): Promise<T> {
    try {
      return await retryUntil(this.#patience, () => {
        this.assertOpen()
        return work()
      })
    } catch (error) {
      throw storageError(error, this.path)
    }
  }

  /** Does `work` inside a transaction, all or nothing. `work` may be done more than once; it fails with `WriteError`. */
  async write<T>(work: () => T): Promise<T> {
    if (this.#closing) throw new WriteError(this.#closedError(), this.path, 'no')
    if (this.database.readonly) throw new WriteError(this.#readOnlyError(), this.path, 'no')
    return this.#writer.write(work)
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

  assertOpen(): void {
    if (this.#closing) throw this.#closedError()
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#writer.idle()
    await Promise.allSettled(this.#underWay)
    try {
      this.database.close()
      this.#onClosed()
    } catch (error) {
      throw storageError(error, this.path)
    }
  }

  #closedError(): StorageError {
    return new StorageError('closed', `${this.path} was closed; open it again.`)
  }

  #readOnlyError(): StorageError {
    return new StorageError('read-only', `${this.path} was opened with \`readOnly: true\`; open it without to write.`)
  }
}
