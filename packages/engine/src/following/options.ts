import type { LockHolder } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import type { CacheOptions } from '../projections/cache-limits.js'

export interface FollowOptions extends CacheOptions {
  /** Events in a batch; default 1,000. */
  readonly batchSize?: number
  /** Holds the locks while missing read models are built; default a name made of host, process and a random part. */
  readonly holder?: LockHolder
  /** Called with what was written. */
  readonly observe?: Observe | undefined
}
