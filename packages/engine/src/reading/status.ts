import type { AnyProjection } from '@skein/kernel'
import { divergedOf } from '../checkpoints/checkpoints.js'
import { type Quarantined, quarantineOf } from '../checkpoints/quarantine.js'
import { unbuiltReadModels } from '../checkpoints/unbuilt.js'
import type { Generation, Storage } from '../ports/index.js'
import { checkDomainAndStorage } from '../primitives/option-types.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { backlogOf } from './backlog.js'

/** One generation, for operators. */
export interface GenerationStatus extends Generation {
  /** It has the version that this program reads. */
  readonly isCurrent: boolean
  /** It has read another log than this one (see `StorageFault`): it must be rebuilt. */
  readonly isDiverged?: true
  /** Events still to be applied, if the store knows; absent for generations that are retired, have bounds or are diverged. */
  readonly behind?: number
  /** When the first of these events was recorded (ISO 8601), where the store cannot count them. */
  readonly behindSince?: string
  /** Keys that readers find in it. */
  readonly documents: number
}

export interface ProjectionStatus {
  readonly name: string
  /** The version that this program reads. */
  readonly version: number
  /**
   * `diverged`: the live generation has read another log; `paused`: it stays where it is, or none can be built, as the code
   * of the read model fails (see `quarantine`); `building`: begun, but not yet live; `absent`: not begun.
   */
  readonly state: 'live' | 'diverged' | 'paused' | 'building' | 'absent'
  /** Events still to be applied to the live generation. */
  readonly lag?: number
  /** When the first of these events was recorded (ISO 8601), where the store cannot count them. */
  readonly lagSince?: string
  /** Streams that the live generation passes over, and why it is paused, if it is. */
  readonly quarantine: readonly Quarantined[]
  /** Of every version, oldest first. */
  readonly generations: readonly GenerationStatus[]
}

/** The state of every read model and of its generations. */
export const status = async (domain: ReadModelDomain, storage: Storage): Promise<readonly ProjectionStatus[]> => {
  checkDomainAndStorage('status', domain, storage)
  const all = await storage.readModels.generations()
  const diverged = new Set(await divergedOf(storage.events, all))
  return Promise.all(domain.projections.map((projection) => statusOf(projection, storage, all, diverged)))
}

const statusOf = async (
  projection: AnyProjection,
  storage: Storage,
  all: readonly Generation[],
  diverged: ReadonlySet<Generation>,
): Promise<ProjectionStatus> => {
  const { name, version } = projection
  const sorted = all
    .filter((one) => one.projection === name)
    .sort((a, b) => a.version - b.version || (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0))
  const generations = await Promise.all(
    sorted.map((one) => generationStatus(projection, storage, one, diverged.has(one))),
  )
  const current = generations.filter(({ isCurrent }) => isCurrent)
  const live = current.find(({ state }) => state === 'live')
  const unbuilt = live === undefined ? (await unbuiltReadModels(storage.readModels))({ name, version }) : undefined
  const quarantine =
    live === undefined ? [unbuilt].flatMap((why) => why ?? []) : await quarantineOf(storage.readModels, live.id)
  const liveState = live?.isDiverged ? 'diverged' : quarantine.some(({ isWhole }) => isWhole) ? 'paused' : 'live'
  const isBegun = current.some(({ state }) => state === 'building')
  return {
    name,
    version,
    state: live !== undefined ? liveState : unbuilt !== undefined ? 'paused' : isBegun ? 'building' : 'absent',
    ...(live?.behind === undefined ? {} : { lag: live.behind }),
    ...(live?.behindSince === undefined ? {} : { lagSince: live.behindSince }),
    quarantine,
    generations,
  }
}

const generationStatus = async (
  { version, reads }: AnyProjection,
  { events, readModels }: Storage,
  generation: Generation,
  isDiverged: boolean,
): Promise<GenerationStatus> => {
  const { checkpoint, id, bounds, state } = generation
  const isCurrent = generation.version === version
  const documents = await readModels.count(id, 'doc')
  if (isDiverged) return { ...generation, isCurrent, documents, isDiverged }
  if (!isCurrent || bounds !== '' || state === 'retired') return { ...generation, isCurrent, documents }
  const { events: behind, since } = await backlogOf(events, checkpoint, reads)
  return {
    ...generation,
    isCurrent,
    documents,
    ...(behind === undefined ? {} : { behind }),
    ...(since === undefined ? {} : { behindSince: since }),
  }
}
