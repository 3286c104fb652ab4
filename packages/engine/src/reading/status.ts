import type { AnyProjection } from '@skein/kernel'
import type { Generation, Storage } from '../ports/index.js'
import type { ReadModelDomain } from '../rebuild/rebuild.js'

/** One generation, as an operator wants to see it. */
export interface GenerationStatus extends Generation {
  /** Whether this program can read it: it is of the version that the code has. */
  readonly isPresent: boolean
  /** Events that it has yet to fold in, where the store can tell; not told of bounded or retired ones. */
  readonly behind?: number
  /** Keys that readers find in it. */
  readonly documents: number
}

export interface ProjectionStatus {
  readonly name: string
  /** The version that this program reads. */
  readonly version: number
  /** `building`: begun, but not yet live; `absent`: nobody has begun. */
  readonly state: 'live' | 'building' | 'absent'
  /** Events that the live generation has yet to fold in. */
  readonly lag?: number
  /** Of every version, oldest first. */
  readonly generations: readonly GenerationStatus[]
}

/** How far every read model is. */
export const status = async (domain: ReadModelDomain, storage: Storage): Promise<readonly ProjectionStatus[]> => {
  const all = await storage.readModels.generations()
  return Promise.all(domain.projections.map((projection) => statusOf(projection, storage, all)))
}

const statusOf = async (
  projection: AnyProjection,
  storage: Storage,
  all: readonly Generation[],
): Promise<ProjectionStatus> => {
  const { name, version } = projection
  const mine = all.filter((one) => one.projection === name)
  mine.sort((a, b) => a.version - b.version || (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0))
  const generations = await Promise.all(mine.map((one) => generationStatus(projection, storage, one)))
  const present = generations.filter(({ isPresent }) => isPresent)
  const live = present.find(({ state }) => state === 'live')
  const isBegun = present.some(({ state }) => state === 'building')
  return {
    name,
    version,
    state: live !== undefined ? 'live' : isBegun ? 'building' : 'absent',
    ...(live?.behind === undefined ? {} : { lag: live.behind }),
    generations,
  }
}

const generationStatus = async (
  { version, reads }: AnyProjection,
  { events, readModels }: Storage,
  generation: Generation,
): Promise<GenerationStatus> => {
  const { checkpoint, id, bounds, state } = generation
  const isPresent = generation.version === version
  const documents = await readModels.count(id, 'doc')
  if (!isPresent || bounds !== '' || state === 'retired') return { ...generation, isPresent, documents }
  const behind = await events.count({ types: reads, ...(checkpoint === undefined ? {} : { after: checkpoint }) })
  return { ...generation, isPresent, documents, ...(behind === undefined ? {} : { behind }) }
}
