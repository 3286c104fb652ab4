import { openMemory, type Reader, type Storage } from '@skein/engine'
import type { Context } from '../context.js'
import { interrupted, usageError } from '../failures/failure.js'
import { rebuildWithProgress } from '../jobs/rebuild-with-progress.js'
import { boundsMessages as messages } from '../messages/bounds.js'
import { openReader } from '../runtime.js'
import { type Bounds, isUnbounded } from './bounds.js'

/** The name of what is built for one call. */
const name = 'bounded'

export interface BoundedReader {
  readonly reader: Reader
  /** The generation to read; the live one where it is absent. */
  readonly into?: string
}

/** Throws a usage error where a kept generation is asked for as well: it has bounds of its own. */
export const assertBoundedOnce = (bounds: Bounds, kept: string | undefined): void => {
  if (kept !== undefined && !isUnbounded(bounds)) throw usageError('boundsOfKept', messages.boundsOfKept)
}

/**
 * Read models as they were: what happened up to a day, as it was known at an instant. They are built from the log for
 * this call, in memory; the store is not changed. Without bounds they are the live ones, or those that are kept.
 *
 * @param projections the read models to build; default all
 */
export const openBoundedReader = async (
  context: Context,
  storage: Storage,
  bounds: Bounds,
  { kept, projections }: { readonly kept?: string | undefined; readonly projections?: readonly string[] } = {},
): Promise<BoundedReader> => {
  if (isUnbounded(bounds))
    return { reader: openReader(context, storage), ...(kept === undefined ? {} : { into: kept }) }
  const past: Storage = { ...storage, readModels: openMemory().readModels }
  const only = projections === undefined ? {} : { projections }
  const report = await rebuildWithProgress(context, past, { ...bounds, ...only, into: name })
  if (report.interrupted) throw interrupted()
  return { reader: openReader(context, past), into: name }
}
