import type { MasterKeyError, NotReady, ProjectionError, RebuildError, StorageError } from '@skein/engine'
import { exitCodes } from './exit-codes.js'
import { Failure, failed, usageError } from './failure.js'
import { failureTexts, rebuildFailures } from './texts/failures.js'
import { faultTexts, serverFault } from './texts/faults.js'

/** What the engine and the stores throw; told by their tags, so that help needs to load neither. */
type Known = StorageError | RebuildError | ProjectionError | NotReady | MasterKeyError

const tags: readonly string[] = ['StorageError', 'RebuildError', 'ProjectionError', 'NotReady', 'MasterKeyError']

const isKnown = (error: unknown): error is Known =>
  error instanceof Error && '_tag' in error && typeof error._tag === 'string' && tags.includes(error._tag)

/** Anything that was thrown, as one line for the person who called. `store`: which one was in use. */
export const failureOf = (error: unknown, store = 'the store'): Failure => {
  if (error instanceof Failure) return error
  if (isKnown(error)) return ofKnown(error, store)
  if (isAbort(error)) return interrupted()
  if (isSystemError(error))
    return failed('system', failureTexts.system(error.path ?? error.syscall ?? '', error.code), error)
  const message = error instanceof Error ? error.message : String(error)
  return failed('unexpected', failureTexts.unexpected(message.slice(0, 300)), error)
}

export const interrupted = (): Failure => new Failure(exitCodes.interrupted, 'interrupted', failureTexts.interrupted)

const ofKnown = (error: Known, store: string): Failure => {
  switch (error._tag) {
    case 'StorageError':
      return failed(error.fault, textOf(error, store), error)
    case 'RebuildError':
      // found before anything was changed
      if (error.reason === 'unknownKept') return usageError(error.reason, rebuildFailures.unknownKept(error.message))
      return failed(error.reason, rebuildFailures[error.reason](error.message), error)
    case 'ProjectionError':
      return failed('unreadable', failureTexts.unreadable(store, placeOf(error.finding), error.message), error)
    case 'NotReady':
      if (error.kept !== undefined) return failed('notReady', failureTexts.notKept(store, error.kept), error)
      return failed('notReady', failureTexts.notReady(error.projection, store, error.message), error)
    case 'MasterKeyError':
      return failed('masterKey', failureTexts.masterKey(error.message), error)
  }
}

const textOf = ({ fault, message }: StorageError, store: string) =>
  /^(postgres|esdb|kurrentdb)/i.test(store) ? serverFault(message) : faultTexts[fault](store, message)

const placeOf = ({ stream, revision }: ProjectionError['finding']): string =>
  stream === undefined ? '' : `${stream} ${revision ?? ''}`.trim()

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error
