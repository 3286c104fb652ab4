import { type OptionTypes, option } from '@skein/engine/storage'

export interface PostgresOptions {
  /**
   * `postgres://user:password@host:5432/database`. It may also name the schemas (`?schema=…&keysSchema=…`) and TLS
   * (`?sslmode=verify-full&sslrootcert=…`). No message repeats it.
   */
  readonly url: string
  /** The schema of events and read models; default `skein`. */
  readonly schema?: string
  /** The schema of the keys; default the name of `schema` with `_keys` appended. */
  readonly keysSchema?: string
  /** Makes the schemas if they do not exist; default true. */
  readonly create?: boolean
  /** Accept keys of events that are not in the schema, which is empty; it belongs to them from then on. Default false. */
  readonly adoptKeys?: boolean
  /** Changes nothing, and needs existing schemas; default false. */
  readonly readOnly?: boolean
  /** The most connections; default 10. While somebody follows the log, there is one more to listen. */
  readonly poolSize?: number
  /**
   * How long to retry while the server cannot be reached, such as during a restart, before it is an error, in
   * milliseconds; default 10,000.
   */
  readonly retryTimeoutMs?: number
  /** How long one statement, or making a connection, may take, in milliseconds; default 30,000. */
  readonly requestTimeoutMs?: number
  /**
   * Use LISTEN, on a connection of its own, to be notified of appends of other processes; default true. Otherwise, and
   * behind a proxy that does not support it, followers look for them ten times a second.
   */
  readonly listen?: boolean
}

const schemaName = option.text({ en: 'the name of a schema', zh: '模式名' })

export const postgresOptionTypes: OptionTypes = {
  url: option.required(
    option.secret({
      expected: {
        en: 'a text such as "postgres://user:password@host:5432/database"',
        zh: '文本,如 "postgres://user:password@host:5432/database"',
      },
      fits: (value) => typeof value === 'string',
    }),
  ),
  schema: schemaName,
  keysSchema: schemaName,
  create: option.flag,
  adoptKeys: option.flag,
  readOnly: option.flag,
  poolSize: option.wholeNumber(1),
  retryTimeoutMs: option.wholeNumber(0),
  requestTimeoutMs: option.wholeNumber(1),
  listen: option.flag,
}
