import type { Storage } from '@skein/engine'
import pg from 'pg'
import { Connections } from './connections.js'
import { Database } from './database.js'
import { PostgresEvents } from './events.js'
import { PostgresKeys } from './keys.js'
import { Listener } from './listener.js'
import { prepareSchema } from './migrate.js'
import { PostgresReadModels } from './read-models.js'
import { baseSchema, keysSchema } from './schema.js'
import { type Target, targetOf } from './target.js'

export interface PostgresOptions {
  /**
   * `postgres://user:password@host:5432/database`. May name the schemas, too: `?schema=…&keysSchema=…`; and TLS:
   * `?sslmode=verify-full&sslrootcert=…`. Never repeated in a message.
   */
  readonly url: string
  /** Holds events and read models; default `skein`. Made where there is none. */
  readonly schema?: string
  /** Holds the keys; default the name of `schema` with `_keys` appended. */
  readonly keysSchema?: string
  /** The most connections; default 10. One more listens while somebody follows. */
  readonly poolSize?: number
  /** Change nothing; the schemas must exist. */
  readonly readOnly?: boolean
  /** Make the schemas where there are none; default true. */
  readonly create?: boolean
  /** How long a server that is away, say restarting, is waited for before it is an error, in milliseconds; default 10,000. */
  readonly retryTimeoutMs?: number
  /** How long one statement may take, and a connection to be made, in milliseconds; default 30,000. */
  readonly timeout?: number
  /**
   * Hear of new events with LISTEN, on a connection of its own; default true. Without, or behind a proxy that does not
   * let it through, they are looked for ten times a second.
   */
  readonly listen?: boolean
}

/**
 * Opens a store in a PostgreSQL database (13 or newer); several processes may have it open at once.
 * Throws `StorageError`, which says what is wrong with the URL, the server or the schemas.
 *
 * @example
 * const storage = await openPostgres({ url: 'postgres://skein@localhost:5432/base' })
 */
export const openPostgres = async (options: PostgresOptions): Promise<Storage> => {
  const {
    poolSize = 10,
    readOnly = false,
    create = true,
    retryTimeoutMs = 10_000,
    timeout = 30_000,
    listen = true,
  } = options
  const target = targetOf(options)
  const connections = new Connections(target, { poolSize, readOnly, retryTimeoutMs, timeout })
  try {
    await connections.reach()
    await prepareSchema(connections, target.schema, baseSchema, create)
    await prepareSchema(connections, target.keysSchema, keysSchema, create)
    return storageOf(connections, target, listen)
  } catch (error) {
    await connections.close()
    throw error
  }
}

/** The store in schemas that are ready. */
const storageOf = (connections: Connections, target: Target, listen: boolean): Storage => {
  const database = new Database(connections, pg.escapeIdentifier(target.schema), pg.escapeIdentifier(target.keysSchema))
  const listener = listen ? new Listener(target) : undefined
  const events = new PostgresEvents(database, listener)
  return {
    name: target.name,
    ephemeral: false,
    events,
    readModels: new PostgresReadModels(database),
    keys: new PostgresKeys(database),
    async close() {
      const closed = database.close()
      events.close()
      await closed
      await listener?.close()
    },
  }
}
