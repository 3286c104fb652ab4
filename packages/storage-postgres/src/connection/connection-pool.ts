import { StorageError } from '@skein/engine'
import { backoffMs, retryUntil } from '@skein/engine/storage'
import pg from 'pg'
import { cancelStatement } from './cancel-statement.js'
import type { DatabaseLocation } from './database-url.js'
import {
  isCausedBySession,
  isConnectionLost,
  isOutcomeUnknown,
  isServerStarting,
  isStatementTimeout,
  isTransactionConflict,
  leavesSessionIntact,
} from './error-kinds.js'
import { StatementError, storageError } from './errors.js'

export interface ConnectionOptions {
  readonly poolSize: number
  /** How long one statement, or making a connection, may take, in milliseconds. */
  readonly requestTimeoutMs: number
  /** How long to retry while the server cannot be reached, in milliseconds. */
  readonly retryTimeoutMs: number
  readonly readOnly: boolean
}

export type Value = string | number | boolean | null | Buffer | readonly string[] | readonly number[]

/** Runs a statement with its values; rows come as arrays of columns. */
export type Query = <Row extends readonly unknown[]>(text: string, values?: readonly Value[]) => Promise<readonly Row[]>

/**
 * A pool of connections that retries while the server cannot be reached. No statement depends on the state of its
 * connection, and none is prepared by name, as a proxy may give each transaction another connection.
 * Everything fails with `StorageError`.
 */
export class ConnectionPool {
  readonly name: string
  readonly readOnly: boolean
  /** How long the server may wait for a lock, in milliseconds: it then answers before this program gives up. */
  readonly lockTimeoutMs: number
  readonly #pool: pg.Pool
  readonly #retryTimeoutMs: number
  /** The epoch in which a connection was made; an error of its session begins the next one. */
  readonly #epochs = new WeakMap<pg.PoolClient, number>()
  #epoch = 0
  #isClosing = false

  constructor({ url, name }: DatabaseLocation, options: ConnectionOptions) {
    this.name = name
    this.readOnly = options.readOnly
    this.lockTimeoutMs = Math.ceil(options.requestTimeoutMs * 0.9)
    this.#retryTimeoutMs = options.retryTimeoutMs
    this.#pool = new pg.Pool({
      connectionString: url,
      max: options.poolSize,
      connectionTimeoutMillis: options.requestTimeoutMs,
      query_timeout: options.requestTimeoutMs,
      keepAlive: true,
      allowExitOnIdle: true,
      fallback_application_name: 'skein',
    })
    // the pool drops a connection that breaks while idle; one in use fails its statement
    this.#pool.on('error', ignore)
    this.#pool.on('connect', (client) => client.on('error', ignore))
  }

  /** Connects. Retries while the server is starting, but not if nothing answers. */
  async connect(): Promise<void> {
    await this.#read(isServerStarting, (query) => query('SELECT 1'))
  }

  /** Retries on another connection if one was lost. */
  read<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.#read(isConnectionLost, (query) => query<Row>(text, values))
  }

  /** Does not retry. */
  readOnce<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.#read(never, (query) => query<Row>(text, values))
  }

  /**
   * Writes with one statement, which is a transaction of its own. Fails with `StatementError`.
   * @param isRepeatable running it again after it was done changes nothing, so it is retried when a connection was lost
   */
  write<Row extends readonly unknown[]>(
    text: string,
    values: readonly Value[],
    { isRepeatable = true } = {},
  ): Promise<readonly Row[]> {
    return this.#write(isRepeatable, (query, markUnknown) => committing(markUnknown, () => query<Row>(text, values)))
  }

  /** Runs `work` in one transaction, all or nothing. It may run more than once, also after it was committed. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#write(true, async (query, markUnknown) => {
      await query(
        `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = '30s';
         SET LOCAL lock_timeout = ${this.lockTimeoutMs}`,
      )
      const result = await work(query).catch(async (error: unknown) => {
        await query('ROLLBACK')
        throw error
      })
      await committing(markUnknown, () => query('COMMIT'))
      return result
    })
  }

  /** From now on, statements fail at once if the server cannot be reached. */
  stopRetrying(): void {
    this.#isClosing = true
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #read<T>(isTransient: (error: unknown) => boolean, work: (query: Query) => Promise<T>): Promise<T> {
    try {
      return await this.#retry(isTransient, () => this.#withConnection(work))
    } catch (error) {
      throw storageError(error, this.name)
    }
  }

  async #write<T>(isRepeatable: boolean, work: (query: Query, markUnknown: () => void) => Promise<T>): Promise<T> {
    if (this.readOnly) throw new StatementError(readOnlyError(this.name), this.name, 'no')
    let written: 'no' | 'unknown' = 'no'
    const markUnknown = () => {
      written = 'unknown'
    }
    const isTransient = (error: unknown) =>
      (isConnectionLost(error) || isTransactionConflict(error)) && (isRepeatable || written === 'no')
    try {
      return await this.#retry(isTransient, () => this.#withConnection((query) => work(query, markUnknown)))
    } catch (error) {
      throw new StatementError(error, this.name, written)
    }
  }

  #retry<T>(isTransient: (error: unknown) => boolean, attempt: () => Promise<T>): Promise<T> {
    return retryUntil(attempt, {
      timeoutMs: this.#retryTimeoutMs,
      isTransient: (error) => !this.#isClosing && isTransient(error),
      pauseMs: (retry) => backoffMs(retry, { firstMs: 10, longestMs: 250 }),
    })
  }

  /**
   * Runs `work` on a connection, and throws the connection away after an error that may be one of its session. Where it
   * surely is, all connections of that time are thrown away, and `work`, which has written nothing, runs on a new one.
   */
  async #withConnection<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const { client, isNew } = await this.#connect()
    const query: Query = async (text, values) => {
      const config = { text, rowMode: 'array' as const, ...(values === undefined ? {} : { values: [...values] }) }
      // sound: the caller declares the columns of the statement that it writes
      try {
        return (await client.query<never>(config)).rows
      } catch (error) {
        // at once, so that a ROLLBACK need not wait for it
        if (isStatementTimeout(error)) await cancelStatement(client)
        throw error
      }
    }
    let isBroken = false
    try {
      return await work(query)
    } catch (error) {
      isBroken = !leavesSessionIntact(error)
      if (isNew || !isCausedBySession(error)) throw error
      this.#epoch += 1
    } finally {
      client.release(isBroken)
    }
    return this.#withConnection(work)
  }

  /** A connection of the current epoch, and whether it was made just now. */
  async #connect(): Promise<{ readonly client: pg.PoolClient; readonly isNew: boolean }> {
    for (;;) {
      const client = await this.#pool.connect()
      const epoch = this.#epochs.get(client)
      if (epoch === undefined) this.#epochs.set(client, this.#epoch)
      if (epoch === undefined || epoch === this.#epoch) return { client, isNew: epoch === undefined }
      client.release(true)
    }
  }
}

/** Runs a statement that commits, and marks the outcome as unknown if it failed without a clear answer. */
const committing = async <T>(markUnknown: () => void, statement: () => Promise<T>): Promise<T> => {
  try {
    return await statement()
  } catch (error) {
    if (isOutcomeUnknown(error)) markUnknown()
    throw error
  }
}

const readOnlyError = (name: string): StorageError =>
  new StorageError('read-only', {
    en: `${name} was opened with \`readOnly: true\`; open it without to write.`,
    zh: `${name} 以 \`readOnly: true\` 打开;如需写入,请去掉该选项后重新打开。`,
  })

const never = () => false
const ignore = () => {}
