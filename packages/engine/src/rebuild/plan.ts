import { type AnyProjection, Day, type Domain } from '@skein/kernel'
import type { Finding } from '../integrity/finding.js'
import type { LockHolder } from '../ports/index.js'
import type { CacheOptions } from '../projections/row-folder.js'
import { textOfBounds, type Within, withinBounds } from './bounds.js'

export interface RebuildProgress {
  /** Events read so far in this run. */
  readonly events: number
  /** Events that this run will read, where the store can tell. */
  readonly total?: number
  readonly perSecond: number
  readonly remainingSeconds?: number
  /** The names of the read models that are being filled. */
  readonly projections: readonly string[]
}

/** Larger pages outlive their turn in memory: what is read and let go of then costs a sixth more time (measured). */
export const defaultPage = 1_000

export interface RebuildOptions extends CacheOptions {
  /** Names; default all of the domain. */
  readonly projections?: readonly string[]
  /** Only facts that happened on or before this day (`YYYY-MM-DD`), in recorded order. Fills a named generation. */
  readonly asOf?: string
  /** Only facts recorded at or before this instant (ISO 8601). Fills a named generation. */
  readonly knownAt?: string
  /** Keep the result apart under this name instead of making it live; with bounds, default a name made of them. */
  readonly into?: string
  /** Events to a page; default 1,000. */
  readonly batchSize?: number
  /** Events between two checkpoints; default as many as two seconds bring, or eight times as long as the last checkpoint took. */
  readonly checkpointEvery?: number
  /** Check every event of the log against its schema and its hash; what fails is reported, and ends nothing. */
  readonly verify?: boolean
  /** Begin anew instead of resuming an unfinished one. */
  readonly restart?: boolean
  /** Stops at the next page; what is done so far is kept for the next run. */
  readonly signal?: AbortSignal
  /** Called at most ten times a second. */
  readonly onProgress?: (progress: RebuildProgress) => void
  /** Who holds the locks; default a name made of host, process and a random part, for 30 seconds at a time. */
  readonly holder?: LockHolder
}

export interface Rebuilt {
  readonly name: string
  readonly version: number
  /** Events in the generation, those of earlier runs included. */
  readonly events: number
  /** Keys that readers find. */
  readonly documents: number
  /** The generation's id. */
  readonly generation: string
}

export interface RebuildReport {
  /** Everything was built, and there are no findings. */
  readonly ok: boolean
  readonly interrupted: boolean
  /** Events read in this run. */
  readonly events: number
  readonly seconds: number
  readonly projections: readonly Rebuilt[]
  /** The first thousand. */
  readonly findings: readonly Finding[]
  /** How many there were. */
  readonly findingCount: number
}

/** A rebuild that can't begin, or can't go on. */
export class RebuildError extends Error {
  readonly _tag = 'RebuildError'
  override readonly name = 'RebuildError'
  readonly reason: 'unknownProjection' | 'unknownKept' | 'badBound' | 'otherBounds' | 'locked' | 'taken'
  /** Who holds the lock, where one is in the way. */
  readonly holder?: string

  constructor(reason: RebuildError['reason'], message: string, holder?: string) {
    super(message)
    this.reason = reason
    if (holder !== undefined) this.holder = holder
  }
}

/** What a rebuild is about to fill, made of its options. */
export interface RebuildPlan {
  readonly projections: readonly AnyProjection[]
  readonly into: string | undefined
  /** For people and for comparison; '' for none. */
  readonly bounds: string
  readonly within: Within | undefined
}

export const planOf = (domain: Pick<Domain, 'projections' | 'views'>, options: RebuildOptions): RebuildPlan => {
  const bounds = boundsOf(options)
  return {
    projections: projectionsNamed(domain, options.projections),
    into: options.into ?? (bounds === '' ? undefined : bounds.replaceAll(', ', '-').replaceAll(' ', '-')),
    bounds,
    within: withinBounds(bounds),
  }
}

const projectionsNamed = (
  { projections, views }: Pick<Domain, 'projections' | 'views'>,
  names: readonly string[] | undefined,
): readonly AnyProjection[] => {
  if (names === undefined) return projections
  return [...new Set(names)].map((name) => {
    const known = projections.find((projection) => projection.name === name)
    if (known !== undefined) return known
    const reason = views.some((view) => view.name === name)
      ? `${name} is made of other read models when it is asked for; there is nothing to rebuild`
      : `there is no read model ${JSON.stringify(name)}`
    const list = projections.map((projection) => projection.name).join(', ')
    throw new RebuildError('unknownProjection', `${reason}. Known are: ${list}.`)
  })
}

const boundsOf = ({ asOf, knownAt }: RebuildOptions): string =>
  textOfBounds({
    ...(asOf === undefined ? {} : { asOf: dayOf(asOf) }),
    ...(knownAt === undefined ? {} : { knownAt: instantOf(knownAt) }),
  })

const dayOf = (text: string): Day => {
  const day = Day.safeParse(text)
  if (day.success) return day.data
  throw new RebuildError('badBound', `asOf takes a day such as 2018-06-11, not ${JSON.stringify(text)}.`)
}

const instantOf = (text: string): number => {
  const instant = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(instant)) return instant
  const wanted = 'an instant with its offset such as 2018-06-11T18:00:00+08:00'
  throw new RebuildError('badBound', `knownAt takes ${wanted}, not ${JSON.stringify(text)}.`)
}
