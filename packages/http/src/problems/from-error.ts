// Turns errors of the engine, the stores and the framework into problems.
import { isStorageError, type MasterKeyError, type NotReady, type UnknownReadModel } from '@skein/engine'
import { type DeciderError, hasTag } from '@skein/kernel'
import { HTTPException } from 'hono/http-exception'
import { Problem } from './problem.js'

const retryAfter = { 'Retry-After': '2' }

/**
 * The problem to answer with after an error; `internal` for every unexpected one.
 *
 * @param seesAll whether the caller may know how many events there are in all divisions
 */
export const problemFromError = (error: unknown, seesAll: boolean): Problem => {
  if (hasTag<Problem>(error, 'Problem')) return error
  if (hasTag<NotReady>(error, 'NotReady'))
    return new Problem(
      'not-ready',
      error.progress === undefined || !seesAll ? {} : { progress: error.progress },
      retryAfter,
    )
  if (hasTag<UnknownReadModel>(error, 'UnknownReadModel')) return new Problem('not-found')
  if (isStorageError(error) || hasTag<MasterKeyError>(error, 'MasterKeyError'))
    return new Problem('unavailable', {}, retryAfter)
  if (error instanceof HTTPException) {
    if (error.status === 413) return new Problem('too-large')
    return new Problem(error.status < 500 ? 'malformed' : 'internal')
  }
  return new Problem('internal')
}

/** The name and stack frames of an unexpected error, for the log. Its message is left out: it may quote personal data. */
export const errorLocation = (error: unknown): { readonly error: string; readonly at?: string } => {
  if (!(error instanceof Error)) return { error: typeof error }
  // where the domain failed is where its own exception was thrown
  const origin = hasTag<DeciderError>(error, 'DeciderError') && error.cause instanceof Error ? error.cause : error
  const at = origin.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' < ')
  return { error: error.name, ...(at === undefined ? {} : { at }) }
}
