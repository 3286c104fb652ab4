import { StorageError } from '@skein/engine'
import pg from 'pg'
import type { Connections, Query } from './connections.js'
import { channelOf, type SchemaKind } from './schema.js'

/** What a schema says of itself in its table `format`; `foreign`: it holds other tables, and no such one. */
type Format = { readonly what: string; readonly version: number } | 'empty' | 'absent' | 'foreign'

/**
 * Makes a schema of this kind, or brings it up to date. Several processes may do that at once: the first one does it.
 * A schema that is up to date takes one reading and no lock.
 */
export const prepareSchema = async (connections: Connections, schema: string, kind: SchemaKind, create: boolean) => {
  const query: Query = (text, values) => connections.read(text, values)
  const found = await formatOf(query, schema)
  if (isCurrent(found, schema, kind)) return
  if (connections.readOnly || (!create && (found === 'absent' || found === 'empty'))) throw notThere(schema, found)
  await connections.transaction((inside) => lift(inside, schema, kind))
}

const lift = async (query: Query, schema: string, kind: SchemaKind) => {
  await query('SELECT pg_advisory_xact_lock(1399543146, hashtext($1))', [schema])
  // read again under the lock: another process may have been first
  const found = await formatOf(query, schema)
  if (isCurrent(found, schema, kind)) return
  const name = pg.escapeIdentifier(schema)
  if (found === 'absent') await query(`CREATE SCHEMA ${name}`)
  const version = typeof found === 'string' ? 0 : found.version
  if (version === 0) await query(`CREATE TABLE ${name}.format (what text NOT NULL, version integer NOT NULL)`)
  for (const step of kind.steps.slice(version)) await query(step(name, pg.escapeLiteral(channelOf(schema))))
  await query(`DELETE FROM ${name}.format`)
  await query(`INSERT INTO ${name}.format (what, version) VALUES ($1, $2)`, [kind.what, kind.steps.length])
}

const formatOf = async (query: Query, schema: string): Promise<Format> => {
  const [row] = await query<[encoding: string, exists: boolean, holds: boolean, hasFormat: boolean]>(
    `SELECT current_setting('server_encoding'),
            EXISTS (SELECT FROM pg_namespace WHERE nspname = $1),
            EXISTS (SELECT FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)),
            EXISTS (SELECT FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
                    AND relname = 'format' AND relkind = 'r')`,
    [schema],
  )
  const [encoding = '', exists = false, holds = false, hasFormat = false] = row ?? []
  if (encoding !== 'UTF8')
    throw new StorageError(
      'failed',
      `This database keeps text as ${encoding}; make one with ENCODING 'UTF8' for Skein.`,
    )
  if (!exists) return 'absent'
  if (!hasFormat) return holds ? 'foreign' : 'empty'
  const [format] = await query<[what: string, version: number]>(
    `SELECT what, version FROM ${pg.escapeIdentifier(schema)}.format`,
  )
  return format === undefined ? 'foreign' : { what: format[0], version: format[1] }
}

const isCurrent = (found: Format, schema: string, { what, steps }: SchemaKind): boolean => {
  if (found === 'foreign' || (typeof found === 'object' && found.what !== what))
    throw new StorageError('failed', `The schema ${schema} holds other tables than Skein's ${what}; give another name.`)
  if (typeof found === 'string') return false
  if (found.version > steps.length)
    throw new StorageError('newer', `The schema ${schema} was written by a newer version of Skein; upgrade to use it.`)
  return found.version === steps.length
}

const notThere = (schema: string, found: Format) =>
  typeof found === 'object'
    ? new StorageError(
        'failed',
        `The schema ${schema} has an older format; open it once without \`readOnly\` to lift it.`,
      )
    : new StorageError('missing', `The schema ${schema} holds no store; open it without \`readOnly\` to make it.`)
