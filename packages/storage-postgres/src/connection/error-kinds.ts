// What an error of the server, the network or the driver means for a caller who may repeat the statement.
import { isStorageError } from '@skein/engine'

/** The SQLSTATE that the server, or a proxy in its name, answered with; '' if there was no answer. */
export const sqlStateOf = (error: unknown): string => {
  const code = errorCodeOf(error)
  return /^[0-9A-Z]{5}$/.test(code) && typeof errorField(error, 'severity') === 'string' ? code : ''
}

/** A SQLSTATE, or a code of the operating system or of Node such as `ECONNREFUSED`; '' if there is none. */
export const errorCodeOf = (error: unknown): string => {
  const code = errorField(error, 'code')
  return typeof code === 'string' ? code : ''
}

export const errorField = (error: unknown, name: string): unknown =>
  error instanceof Error ? Reflect.get(error, name) : undefined

/** The connection broke, or the server is stopping or starting: another connection may work. */
export const isConnectionLost = (error: unknown): boolean => {
  const state = sqlStateOf(error)
  if (state !== '') return /^(08|57P0[1-5]|53300)/.test(state)
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ENOENT)/.test(errorCodeOf(error)) || isDriverTimeout(error)
  )
}

/** The server is starting, or has no connection left for now. */
export const isServerStarting = (error: unknown): boolean => /^(57P03|53300)/.test(sqlStateOf(error))

/** Errors of pg that have no code, about connections that ended or did not answer in time. */
const isDriverTimeout = (error: unknown): boolean =>
  error instanceof Error &&
  /^(Connection terminated|Query read timeout|timeout exceeded when|timeout expired|Client (was closed|has encountered a connection error))/.test(
    error.message,
  )

/** The server did not answer a statement in time: it may still be running there. */
export const isStatementTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message === 'Query read timeout'

/** A serialization failure or a deadlock: the same transaction may succeed when it is repeated. */
export const isTransactionConflict = (error: unknown): boolean => /^40(001|P01)$/.test(sqlStateOf(error))

/** The statement may have been committed: there was no answer, or the server did not know. */
export const isOutcomeUnknown = (error: unknown): boolean => {
  if (isStorageError(error)) return false
  const state = sqlStateOf(error)
  return state === '' || /^(08|57P|58|XX|40003)/.test(state)
}

/**
 * The error is a property of the session: the server that it is connected to has become a standby, or the settings that it
 * began with have changed since. A new connection may work.
 */
export const isCausedBySession = (error: unknown): boolean => /^(25006|SK001)/.test(sqlStateOf(error))

/** The next statement on the same connection may succeed. All other errors may be properties of its session. */
export const leavesSessionIntact = (error: unknown): boolean =>
  isStorageError(error) || /^(22|23|40001|40P01|54)/.test(sqlStateOf(error))

/** The server refused the values of the statement: with other values it may succeed. */
export const isCausedByValues = (error: unknown): boolean => /^(22|23|54)/.test(sqlStateOf(error))
