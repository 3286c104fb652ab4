import { isStorageError, StorageError } from '@skein/engine'
import { WriteError } from '@skein/engine/storage'
import { errorCodeOf, errorField, isCausedByValues, sqlStateOf } from './error-kinds.js'
import { explanationOf } from './explanations.js'

/**
 * Explains an error that was thrown while the store `name` was used. Details of the server are left out, as they may
 * repeat values.
 */
export const storageError = (cause: unknown, name: string): StorageError => {
  if (isStorageError(cause)) return cause
  const { fault, text } = explanationOf(cause)
  const code = errorCodeOf(cause)
  const shown = code === '' ? { en: '', zh: '' } : { en: ` (${code})`, zh: `(${code})` }
  return new StorageError(
    fault,
    { en: `${name}: ${text.en}${shown.en}.`, zh: `${name}:${text.zh}${shown.zh}。` },
    { cause: withoutValues(cause) },
  )
}

/** Message, detail, context and query of a server's error may repeat the values of the statement. */
const withoutValues = (error: unknown): unknown => {
  if (sqlStateOf(error) === '') return error
  const routine = errorField(error, 'routine')
  return new Error(`SQLSTATE ${errorCodeOf(error)}${typeof routine === 'string' ? ` in ${routine}` : ''}`)
}

/** A write that failed. */
export class StatementError extends WriteError {
  /** The server refused the values of this statement: with others it may succeed. */
  readonly isCausedByValues: boolean

  constructor(cause: unknown, name: string, written: 'no' | 'unknown') {
    super(storageError(cause, name), written)
    this.isCausedByValues = isCausedByValues(cause)
  }
}

export const isStatementError = (error: unknown): error is StatementError =>
  isStorageError(error) && 'isCausedByValues' in error
