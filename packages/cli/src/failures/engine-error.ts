import type {
  CheckError,
  CopyError,
  DeciderError,
  MasterKeyError,
  Misconfigured,
  NotReady,
  ProcessError,
  ProjectionError,
  RebuildError,
  StorageError,
} from '@skein/engine'

/** What the engine and the stores throw. Recognised by their tags, so that help loads neither. */
export type EngineError =
  | StorageError
  | RebuildError
  | CopyError
  | ProjectionError
  | CheckError
  | NotReady
  | MasterKeyError
  | Misconfigured
  | DeciderError
  | ProcessError

const tags: readonly string[] = [
  'StorageError',
  'RebuildError',
  'CopyError',
  'ProjectionError',
  'CheckError',
  'NotReady',
  'MasterKeyError',
  'Misconfigured',
  'DeciderError',
  'ProcessError',
] satisfies readonly EngineError['_tag'][]

export const isEngineError = (error: unknown): error is EngineError =>
  error instanceof Error && '_tag' in error && typeof error._tag === 'string' && tags.includes(error._tag)

/** The code of the failure for programs; permanent. */
export const codeOf = (error: EngineError): string => {
  switch (error._tag) {
    case 'StorageError':
      return error.fault
    case 'RebuildError':
    case 'CopyError':
      return error.reason
    case 'ProjectionError':
    case 'CheckError':
      return 'unreadable'
    case 'NotReady':
      return 'notReady'
    case 'MasterKeyError':
      return 'masterKey'
    case 'Misconfigured':
      return 'misconfigured'
    case 'DeciderError':
    case 'ProcessError':
      return 'domainFailed'
  }
}
