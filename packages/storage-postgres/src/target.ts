import { StorageError } from '@skein/engine'
import pg from 'pg'

/** Where a store is: a server, a database, and two schemas in it. */
export interface Target {
  readonly url: string
  /** For messages, without secrets. */
  readonly name: string
  readonly schema: string
  readonly keysSchema: string
}

export interface TargetOptions {
  readonly url: string
  readonly schema?: string
  readonly keysSchema?: string
}

/** Reads and checks what says where the store is; connects to nothing. The URL, which may hold a password, is never repeated. */
export const targetOf = (options: TargetOptions): Target => {
  const { host, port, database, searchParams } = partsOf(options.url)
  const schema = options.schema ?? searchParams.get('schema') ?? 'skein'
  const keysSchema = options.keysSchema ?? searchParams.get('keysSchema') ?? `${schema}_keys`
  for (const name of [schema, keysSchema]) assertSchema(name)
  if (schema === keysSchema)
    throw new StorageError('failed', `The schema ${schema} cannot hold both events and keys; give another keysSchema.`)
  return { url: options.url, name: `postgres://${host}:${port}/${database}?schema=${schema}`, schema, keysSchema }
}

const partsOf = (url: string) => {
  try {
    const { protocol, searchParams } = new URL(url)
    if (!/^postgres(ql)?:$/.test(protocol)) throw new Error('another kind of URL')
    const { host, port, database } = new pg.Client({ connectionString: url })
    return { host, port, database: database ?? '', searchParams }
  } catch {
    // what was thrown repeats the URL
    throw new StorageError('failed', 'That is not the URL of a PostgreSQL database, as postgres://user@host:5432/base.')
  }
}

const assertSchema = (name: string) => {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name) || name.startsWith('pg_'))
    throw new StorageError(
      'failed',
      `${JSON.stringify(name.slice(0, 80))} is no name for a schema: give at most 63 of a-z, 0-9 and _, not a digit first.`,
    )
}
