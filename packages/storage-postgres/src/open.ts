import type { Storage } from '@skein/engine'
import { checkedEvents, checkedKeys, checkedReadModels, checkNodeVersion, checkOptions } from '@skein/engine/storage'
import pg from 'pg'
import { ConnectionPool } from './connection/connection-pool.js'
import { Database } from './connection/database.js'
import { type DatabaseLocation, locationOf } from './connection/database-url.js'
import { PostgresAnnouncementListener } from './events/announcement-listener.js'
import { PostgresEventStore } from './events/event-store.js'
import { PostgresKeyStore } from './keys/key-store.js'
import { pairSchemas } from './keys/pairing.js'
import { type PostgresOptions, postgresOptionTypes } from './options.js'
import { PostgresReadModelStore } from './read-models/read-model-store.js'
import { prepareSchema } from './schema/migrate.js'
import { baseSchema, keysSchema } from './schema/schemas.js'

/**
 * Opens a store in a PostgreSQL database (13 or newer); several processes may have it open at once.
 * Throws `StorageError`, whose text says what is wrong with the URL, the server or the schemas, and
 * `Misconfigured` for options that cannot be used.
 *
 * @example
 * const storage = await openPostgres({ url: 'postgres://skein@localhost:5432/base' })
 */
export const openPostgres = async (options: PostgresOptions): Promise<Storage> => {
  checkNodeVersion('openPostgres')
  checkOptions('openPostgres', options, postgresOptionTypes)
  const { poolSize = 10, readOnly = false, create = true, listen = true, adoptKeys = false } = options
  const { retryTimeoutMs = 10_000, requestTimeoutMs = 30_000 } = options
  const location = locationOf(options)
  const connections = new ConnectionPool(location, { poolSize, readOnly, retryTimeoutMs, requestTimeoutMs })
  try {
    await connections.connect()
    await prepareSchema(connections, location.schema, baseSchema, create)
    await prepareSchema(connections, location.keysSchema, keysSchema, create)
    const database = databaseOf(connections, location)
    await pairSchemas(database, connections, adoptKeys)
    return storageOf(database, location, listen)
  } catch (error) {
    await connections.close()
    throw error
  }
}

const databaseOf = (connections: ConnectionPool, { schema, keysSchema }: DatabaseLocation): Database =>
  new Database(connections, pg.escapeIdentifier(schema), pg.escapeIdentifier(keysSchema))

/** The store in schemas that are ready. */
const storageOf = (database: Database, location: DatabaseLocation, listen: boolean): Storage => {
  const listener = listen ? new PostgresAnnouncementListener(location) : undefined
  return {
    name: location.name,
    ephemeral: false,
    events: checkedEvents(new PostgresEventStore(database, listener)),
    readModels: checkedReadModels(new PostgresReadModelStore(database)),
    keys: checkedKeys(new PostgresKeyStore(database)),
    async close() {
      await database.close()
      await listener?.close()
    },
  }
}
