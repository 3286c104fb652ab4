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
