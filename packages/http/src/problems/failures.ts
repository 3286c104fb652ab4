// What the engine and the stores throw, as problems; told by their tags.
import { MasterKeyError, NotReady, StorageError, UnknownReadModel } from '@skein/engine'
import { HTTPException } from 'hono/http-exception'
import { Problem } from './problem.js'

const soon = { 'Retry-After': '2' }

/** Anything that was thrown on the way of a request, as a problem. What nobody foresaw is `internal`. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  if (error instanceof NotReady)
    return new Problem('not-ready', error.progress === undefined ? {} : { progress: error.progress }, soon)
  if (error instanceof UnknownReadModel) return new Problem('not-found')
  if (error instanceof StorageError || error instanceof MasterKeyError) return new Problem('unavailable', {}, soon)
  if (error instanceof HTTPException) {
    if (error.status === 413) return new Problem('too-large')
    return new Problem(error.status < 500 ? 'malformed' : 'internal')
  }
  return new Problem('internal')
}

/** Where something broke, for the log. Its message is left out: it may quote what somebody sent. */
export const placeOf = (error: unknown): { readonly error: string; readonly at?: string } => {
  if (!(error instanceof Error)) return { error: typeof error }
  const at = error.stack
    ?.split('\n')
    .filter((text) => /^\s+at /.test(text))
    .slice(0, 6)
    .map((text) => text.trim())
    .join(' < ')
  return { error: error.name, ...(at === undefined ? {} : { at }) }
}
