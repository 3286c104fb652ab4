import { type EventsSide, type KeysSide, pairIdOf } from '@skein/engine/storage'
import type { ConnectionPool, Query } from '../connection/connection-pool.js'
import type { Database } from '../connection/database.js'

/** Throws unless the keys belong to these events; gives both schemas the same id. */
export const pairSchemas = async (
  database: Database,
  connections: ConnectionPool,
  adoptKeys: boolean,
): Promise<void> => {
  const { schema, keysSchema } = database
  const id = await idOf((text, values) => connections.read(text, values), database, adoptKeys)
  if (connections.readOnly) return
  await connections.transaction(async (query) => {
    await query(`INSERT INTO ${schema}.pair (id, key_changes) VALUES ($1, 0) ON CONFLICT DO NOTHING`, [id])
    await query(`INSERT INTO ${keysSchema}.store (id, changes) VALUES ($1, 0) ON CONFLICT DO NOTHING`, [id])
    // another process may have been faster with another id
    await idOf(query, database, true)
  })
}

const idOf = async (query: Query, { schema, keysSchema }: Database, adoptKeys: boolean): Promise<string> => {
  const [events] = await query<[id: string | null, keyChanges: string, holdsEvents: boolean]>(
    `SELECT (SELECT id FROM ${schema}.pair), coalesce((SELECT key_changes FROM ${schema}.pair), 0),
            EXISTS (SELECT FROM ${schema}.events)`,
  )
  const [keys] = await query<[id: string, changes: string]>(`SELECT id, changes FROM ${keysSchema}.store`)
  const eventsSide: EventsSide = {
    name: `the schema ${schema}`,
    id: events?.[0] ?? undefined,
    keyChanges: Number(events?.[1]),
    holdsEvents: events?.[2] ?? false,
  }
  const keysSide: KeysSide = { name: `the schema ${keysSchema}`, id: keys?.[0], changes: Number(keys?.[1] ?? 0) }
  return pairIdOf(eventsSide, keysSide, adoptKeys)
}
