import { checkOptions, type OptionTypes, option } from '@skein/kernel'
import type { Environment, LockHolder } from '../ports/index.js'
import type { CacheOptions } from '../projections/cache-limits.js'

/** Larger batches outlive the young generation of the heap: reading and discarding them costs a sixth more time (measured). */
export const defaultBatchSize = 1_000

const types: OptionTypes = {
  projections: option.texts,
  asOf: option.text({ en: 'a day such as "2018-06-11"', zh: '日期,如 "2018-06-11"' }),
  knownAt: option.text({
    en: 'an instant such as "2018-06-11T18:00:00+08:00"',
    zh: '时刻,如 "2018-06-11T18:00:00+08:00"',
  }),
  into: option.text({ en: 'a name', zh: '名称' }),
  batchSize: option.wholeNumber(1),
  checkpointEvery: option.wholeNumber(1),
  cache: option.wholeNumber(0),
  longStream: option.wholeNumber(0),
  verify: option.flag,
  restart: option.flag,
  signal: option.signal,
  onProgress: option.function,
}

/** Throws `Misconfigured` for options that cannot be used. */
export const checkRebuildOptions = (options: RebuildOptions): void => checkOptions('rebuild', options, types)

export interface RebuildProgress {
  /** Events read so far in this run. */
  readonly events: number
  /** Events that this run will read, if the store knows. */
  readonly total?: number
  readonly perSecond: number
  readonly remainingSeconds?: number
  /** The names of the read models that are being built. */
  readonly projections: readonly string[]
}

export interface RebuildOptions extends CacheOptions {
  /** Names of read models; default all of the domain. */
  readonly projections?: readonly string[]
  /** Only events that happened on or before this day (`YYYY-MM-DD`). Builds a named generation. */
  readonly asOf?: string
  /** Only events recorded at or before this instant (ISO 8601). Builds a named generation. */
  readonly knownAt?: string
  /** Keep the result as a generation of this name instead of making it live; with bounds, default a name made of them. */
  readonly into?: string
  /** Events in a batch; default 1,000. */
  readonly batchSize?: number
  /**
   * Events between two checkpoints; default every two seconds, or eight times as long as the last checkpoint took, and
   * sooner where a read model has changes of about four million characters.
   */
  readonly checkpointEvery?: number
  /** Check every event of the log against its schema and its hash; defects become findings, and the rebuild continues. */
  readonly verify?: boolean
  /** Start from the beginning instead of resuming an unfinished rebuild. */
  readonly restart?: boolean
  /** Stops after the current batch; the next run resumes from there. */
  readonly signal?: AbortSignal
  /** Called at most ten times a second. */
  readonly onProgress?: (progress: RebuildProgress) => void
  /** Holds the locks; default a name made of host, process and a random part, for 30 seconds at a time. */
  readonly holder?: LockHolder
  /** Default that of the machine. */
  readonly environment?: Environment
}
