import { checkOptions, type OptionTypes, option } from '@skein/kernel'
import type { Environment, LockHolder } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import type { CacheOptions } from '../projections/cache-limits.js'

const types: OptionTypes = {
  batchSize: option.wholeNumber(1),
  cache: option.wholeNumber(0),
  longStream: option.wholeNumber(0),
  observe: option.function,
  signal: option.signal,
}

/** Throws `Misconfigured` for options that cannot be used. */
export const checkFollowOptions = (options: FollowOptions): void => checkOptions('follow', options, types)

export interface FollowOptions extends CacheOptions {
  /** Events in a batch; default 1,000. */
  readonly batchSize?: number
  /** Holds the locks while missing read models are built; default a name made of host, process and a random part. */
  readonly holder?: LockHolder
  /** Default that of the machine. */
  readonly environment?: Environment
  /** Called with what was written. */
  readonly observe?: Observe | undefined
}
