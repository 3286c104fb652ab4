import { StorageError } from '@skein/engine'
import pg from 'pg'
import { isAway, isCollision, isStarting, isUnsure, storageError, WriteError } from './faults.js'
import { retryUntil } from './retry.js'
import type { Target } from './target.js'

export interface ConnectionOptions {
  readonly poolSize: number
  /** How long one statement may take, and a connection to be made, in milliseconds. */
  readonly timeout: number
  /** How long a server that is away is waited for, in milliseconds. */
  readonly retryTimeoutMs: number
  readonly readOnly: boolean
}

export type Value = string | number | boolean | null | Buffer | readonly string[] | readonly number[]

/** Runs a statement with its values; rows come as arrays of columns. */
export type Query = <Row extends readonly unknown[]>(text: string, values?: readonly Value[]) => Promise<readonly Row[]>

/**
 * A pool of connections, and patience with the server. No connection carries anything from one statement to the next
 * outside of a transaction, and no statement is prepared by name: a proxy may give every transaction another connection.
 * Everything fails with `StorageError`.
 */
export class Connections {
  readonly name: string
  readonly readOnly: boolean
  readonly #pool: pg.Pool
  readonly #patience: number
  #isClosing = false

  constructor({ url, name }: Target, { poolSize, timeout, retryTimeoutMs, readOnly }: ConnectionOptions) {
    this.name = name
    this.readOnly = readOnly
    this.#patience = retryTimeoutMs
    this.#pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: timeout,
      query_timeout: timeout,
      keepAlive: true,
      allowExitOnIdle: true,
      fallback_application_name: 'skein',
    })
    // a connection that breaks while idle is dropped by the pool; one in use fails its statement
    this.#pool.on('error', ignore)
    this.#pool.on('connect', (client) => client.on('error', ignore))
  }

  /** Connects. Waits for a server that is starting, but not for one that is not there. */
  async reach(): Promise<void> {
    await this.#reading(isStarting, (query) => query('SELECT 1'))
  }

  /** Again on another connection while the server is away. */
  read<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.#reading(isAway, (query) => query<Row>(text, values))
  }

  /** Without patience. */
  readOnce<Row extends readonly unknown[]>(text: string, values?: readonly Value[]): Promise<readonly Row[]> {
    return this.#reading(never, (query) => query<Row>(text, values))
  }

  /**
   * Writes with one statement, which is a transaction of its own. A `WriteError` says whether it may have been done.
   * What changes nothing when it is done twice is done again when a connection was lost.
   */
  write<Row extends readonly unknown[]>(
    text: string,
    values: readonly Value[],
    { isRepeatable = true } = {},
  ): Promise<readonly Row[]> {
    return this.#writing(isRepeatable, (query, doubt) => markUnknown(doubt, () => query<Row>(text, values)))
  }

  /** Does `work` in one transaction, all or nothing. It may be done more than once, also after it was. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    return this.#writing(true, async (query, doubt) => {
      await query("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL idle_in_transaction_session_timeout = '30s'")
      const result = await work(query).catch(async (error: unknown) => {
        await query('ROLLBACK')
        throw error
      })
      await markUnknown(doubt, () => query('COMMIT'))
      return result
    })
  }

  /** From now on no server is waited for. */
  stopRetrying(): void {
    this.#isClosing = true
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #reading<T>(passes: (error: unknown) => boolean, work: (query: Query) => Promise<T>): Promise<T> {
    try {
      return await this.#again(passes, () => this.#with(work))
    } catch (error) {
      throw storageError(error, this.name)
    }
  }

  async #writing<T>(isRepeatable: boolean, work: (query: Query, doubt: () => void) => Promise<T>): Promise<T> {
    if (this.readOnly) throw new WriteError(this.#readOnlyError(), this.name, 'no')
    let written: 'no' | 'unknown' = 'no'
    const doubt = () => {
      written = 'unknown'
    }
    const passes = (error: unknown) => (isAway(error) || isCollision(error)) && (isRepeatable || written === 'no')
    try {
      return await this.#again(passes, () => this.#with((query) => work(query, doubt)))
    } catch (error) {
      throw new WriteError(error, this.name, written)
    }
  }

  #again<T>(passes: (error: unknown) => boolean, attempt: () => Promise<T>): Promise<T> {
    return retryUntil(this.#patience, (error) => !this.#isClosing && passes(error), attempt)
  }

  async #with<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect()
    const query: Query = async (text, values) => {
      const config = { text, rowMode: 'array' as const, ...(values === undefined ? {} : { values: [...values] }) }
      // sound: who asks names the columns of the statement it writes
      const { rows } = await client.query<never>(config)
      return rows
    }
    let isBroken = false
    try {
      return await work(query)
    } catch (error) {
      isBroken = isUnsure(error)
      throw error
    } finally {
      client.release(isBroken)
    }
  }

  #readOnlyError(): StorageError {
    return new StorageError('read-only', `${this.name} was opened with \`readOnly: true\`; open it without to write.`)
  }
}

/** Notes a doubt where it is not sure that a statement that failed was not done. */
const markUnknown = async <T>(doubt: () => void, statement: () => Promise<T>): Promise<T> => {
  try {
    return await statement()
  } catch (error) {
    if (isUnsure(error)) doubt()
    throw error
  }
}

const never = () => false
const ignore = () => {}
