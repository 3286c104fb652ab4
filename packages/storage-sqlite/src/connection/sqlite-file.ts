import { StorageError } from '@skein/engine'
import { CloseGuard, closedText, type RetryOptions, retryUntil } from '@skein/engine/storage'
import type { Database } from 'better-sqlite3'
import { busyRetry } from './busy-retry.js'
import { isBusy, storageError, writeError } from './errors.js'
import { TransactionQueue } from './transaction-queue.js'

export interface SqliteFileOptions {
  readonly isReadOnly?: boolean
  readonly onClosed?: () => void
}

/**
 * An open file. Every read and write of it goes through here; after `close` they fail with fault `closed`.
 *
 * Its statements write `+?` and `0 + ?` where SQLite would otherwise plan by the value of the parameter: after `LIMIT`,
 * and after `=` beside `ORDER BY`. It would plan again at every call, which takes longer than a small query.
 */
export class SqliteFile {
  readonly path: string
  readonly database: Database
  readonly isReadOnly: boolean
  readonly closeGuard: CloseGuard
  readonly #transactions: TransactionQueue
  readonly #retry: RetryOptions
  readonly #onClosed: () => void

  /** @param busyTimeoutMs how long to wait for the locks of other processes, in milliseconds */
  constructor(
    database: Database,
    path: string,
    busyTimeoutMs: number,
    { isReadOnly = false, onClosed = () => undefined }: SqliteFileOptions = {},
  ) {
    this.path = path
    this.database = database
    this.isReadOnly = isReadOnly
    this.closeGuard = new CloseGuard(closedText(path))
    this.#transactions = new TransactionQueue(database, path, busyTimeoutMs)
    this.#retry = busyRetry(busyTimeoutMs)
    this.#onClosed = onClosed
  }

  /** How many transactions were rolled back so far. */
  get rollbacks(): number {
    return this.#transactions.rollbacks
  }

  /** Reads synchronously. Only recovery after a crash can be in the way of that, for which the process waits. */
  readNow<T>(work: () => T): T {
    this.closeGuard.assertOpen()
    try {
      return work()
    } catch (error) {
      if (isBusy(error)) return this.#readBlocking(work)
      throw storageError(error, this.path)
    }
  }

  #readBlocking<T>(work: () => T): T {
    this.database.pragma('busy_timeout = 1000')
    try {
      return work()
    } catch (error) {
      throw storageError(error, this.path)
    } finally {
      this.database.pragma('busy_timeout = 0')
    }
  }

  /** Reads, and retries while another process holds a lock: `work` may run more than once. */
  async read<T>(work: () => T): Promise<T> {
    const attempt = () => {
      this.closeGuard.assertOpen()
      return work()
    }
    try {
      return await retryUntil(attempt, this.#retry)
    } catch (error) {
      throw storageError(error, this.path)
    }
  }

  /**
   * Runs `work` in a transaction, all or nothing; it may run more than once. Fails with `WriteError`.
   *
   * @param size roughly the characters that it writes, if there may be many: then others get to write between
   */
  async write<T>(work: () => T, size?: number): Promise<T> {
    if (this.closeGuard.isClosed) throw writeError(this.closeGuard.closedError(), this.path, 'no')
    if (this.isReadOnly) throw writeError(readOnlyError(this.path), this.path, 'no')
    return this.closeGuard.run(() => this.#transactions.add(work, size))
  }

  /**
   * Moves what is in the write-ahead log into the file and empties the log, as far as readers and the disk allow: on a full
   * disk, that makes room for the next transaction.
   */
  emptyLog(): void {
    this.closeGuard.assertOpen()
    try {
      this.database.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // what is in the log stays there
    }
  }

  /** Waits for running operations. */
  close(): Promise<void> {
    return this.closeGuard.close(() => {
      try {
        this.database.close()
        this.#onClosed()
      } catch (error) {
        throw storageError(error, this.path)
      }
    })
  }
}

const readOnlyError = (path: string): StorageError =>
  new StorageError('read-only', {
    en: `${path} was opened with \`readOnly: true\`; open it without to write.`,
    zh: `${path} 以 \`readOnly: true\` 打开;如需写入,请去掉该选项后重新打开。`,
  })
