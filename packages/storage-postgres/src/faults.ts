import { StorageError, type StorageFault } from '@skein/engine'

/** The SQLSTATE that the server, or a proxy in its name, answered with; '' where nobody answered. */
export const sqlStateOf = (error: unknown): string => {
  const code = codeOf(error)
  return /^[0-9A-Z]{5}$/.test(code) && typeof field(error, 'severity') === 'string' ? code : ''
}

/** SQLSTATE, or the code of the system or of Node: `ECONNREFUSED`. */
const codeOf = (error: unknown): string => {
  const code = field(error, 'code')
  return typeof code === 'string' ? code : ''
}

const field = (error: unknown, name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)

/** The connection is gone, or the server going: another one may do. Errors of neither server nor network are not that. */
export const isAway = (error: unknown): boolean => {
  const state = sqlStateOf(error)
  if (state !== '') return /^(08|57P0[1-5]|53300)/.test(state)
  return /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ENOENT)/.test(codeOf(error)) || isCutOff(error)
}

/** The server is coming up, or has no connection left for now. */
export const isStarting = (error: unknown): boolean => /^(57P03|53300)/.test(sqlStateOf(error))

/** What pg says, without a code, of connections that ended or did not answer in time. */
const isCutOff = (error: unknown): boolean =>
  error instanceof Error &&
  /^(Connection terminated|Query read timeout|timeout exceeded when|timeout expired|Client (was closed|has encountered a connection error))/.test(
    error.message,
  )

/** Two transactions were in each other's way; done again, this one may pass. */
export const isCollision = (error: unknown): boolean => /^40(001|P01)$/.test(sqlStateOf(error))

/** After these the statement may have been committed: whoever answered did not know, or nobody answered. */
export const isUnsure = (error: unknown): boolean => {
  if (error instanceof StorageError) return false
  const state = sqlStateOf(error)
  return state === '' || /^(08|57P|58|XX|40003)/.test(state)
}

const faults: readonly (readonly [state: RegExp, fault: StorageFault, message: string])[] = [
  [/^28/, 'failed', 'the server does not let this user in; check user name, password and pg_hba.conf'],
  [/^3D000/, 'missing', 'there is no such database; create it, or check the URL'],
  [/^(3F000|42P01|42883)/, 'missing', "Skein's tables are not there (any more); open the store anew to make them"],
  [/^42501/, 'failed', 'this user may not do that; grant it the right, or let the owner of the schema open the store'],
  [/^25006/, 'read-only', 'the server takes no writes here; it may be a replica: connect to the primary'],
  [/^(53100|53400)/, 'full', 'no room left on the disk of the server; make some, then try again'],
  [/^53300/, 'unavailable', 'the server has no connection left; use a smaller poolSize, or raise max_connections'],
  [/^53/, 'unavailable', 'the server is short of memory; try again'],
  [/^(55P03|57014)/, 'unavailable', 'the server gave up waiting; find out what keeps it busy, then try again'],
  [/^40/, 'unavailable', 'other transactions were in the way; try again'],
  [/^(08|57P)/, 'unavailable', 'the server, or a proxy before it, ended the connection; try again'],
  [/^XX00[12]/, 'corrupt', "the server's files are damaged; restore a backup"],
  [/^58/, 'failed', "the server's disk did not do what was asked; look at its log"],
  [/^22/, 'failed', 'the server cannot keep a value as it is: its text holds a NUL'],
  [/^54/, 'failed', 'a name, a key or a value is longer than the server can keep'],
  [
    /^SK001/,
    'failed',
    'the database is set to another isolation; set default_transaction_isolation to "read committed"',
  ],
]

/** Of the network, of TLS and of the driver, which has messages instead of codes. */
const otherFaults: readonly (readonly [pattern: RegExp, fault: StorageFault, message: string])[] = [
  [/^(ECONNREFUSED|ENOENT)/, 'unavailable', 'nothing listens there; start the server, or check host and port'],
  [/^(ENOTFOUND|EAI_AGAIN)/, 'unavailable', 'there is no such host; check the URL and the name service'],
  [/^(ETIMEDOUT|EHOST|ENET)/, 'unavailable', 'it cannot be reached from here; check the network'],
  [/CERT|^ERR_(TLS|SSL)/, 'failed', "the server's certificate is not trusted; check sslmode and sslrootcert"],
  [/does not support SSL/, 'failed', 'the server speaks no TLS; set it up there, or leave sslmode out'],
  [
    /^SASL.*password/,
    'failed',
    'the server wants a password; put one into the URL, into PGPASSWORD, or into ~/.pgpass',
  ],
]

/** Says in the port's words what went wrong with the store called `name`. Details of the server may repeat values: left out. */
export const storageError = (cause: unknown, name: string): StorageError => {
  if (cause instanceof StorageError) return cause
  const state = sqlStateOf(cause)
  const code = codeOf(cause)
  const said = state === '' ? [code, cause instanceof Error ? cause.message : ''] : []
  const [, fault, message] =
    (state === ''
      ? otherFaults.find(([pattern]) => said.some((text) => pattern.test(text)))
      : faults.find(([pattern]) => pattern.test(state))) ??
    (isAway(cause)
      ? (['', 'unavailable', 'the connection was lost, or did not answer in time; try again'] as const)
      : (['', 'failed', 'an unexpected error'] as const))
  return new StorageError(fault, `${name}: ${message}${code === '' ? '' : ` (${code})`}.`, {
    cause: withoutValues(cause),
  })
}

/** Detail, context and query of a server's error repeat what it was given, and so may its message. */
const withoutValues = (error: unknown): unknown => {
  if (sqlStateOf(error) === '') return error
  const routine = field(error, 'routine')
  return new Error(`SQLSTATE ${codeOf(error)}${typeof routine === 'string' ? ` in ${routine}` : ''}`)
}

/** A write that failed, and whether it may yet have been done. */
export class WriteError extends StorageError {
  readonly written: 'no' | 'unknown'
  /** What was wrong was in the statement's own values: with others it may do. */
  readonly isOfValues: boolean

  constructor(cause: unknown, name: string, written: 'no' | 'unknown') {
    const error = storageError(cause, name)
    super(error.fault, error.message, { cause: error.cause ?? error })
    this.written = written
    this.isOfValues = /^(22|23|54)/.test(sqlStateOf(cause))
  }
}
