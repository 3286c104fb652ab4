import type { AnyProjection } from '@skein/kernel'
import type { Generation, Storage } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { askedBounds } from '../rebuild/bounds.js'
import { NotReady, type NotReadyProgress } from './not-ready.js'

/** Which filling to read; default the live one. */
export interface Which {
  /** The one kept under this name. */
  readonly into?: string
  /** The one with this id. */
  readonly generation?: string
}

/** Reads one generation, and looks for it again where it was replaced and dropped in between. */
export const inGeneration = async <Result>(
  storage: Storage,
  projection: AnyProjection,
  which: Which,
  read: (generation: Generation) => Promise<Result>,
): Promise<Result> => {
  for (let attempt = 1; ; attempt++) {
    const generation = await generationOf(storage, projection, which)
    try {
      return await read(generation)
    } catch (error) {
      if (attempt === 3 || !(error instanceof StorageError) || error.fault !== 'missing') throw error
    }
  }
}

const generationOf = async (storage: Storage, projection: AnyProjection, which: Which): Promise<Generation> => {
  const { name, version } = projection
  const mine = (await storage.readModels.generations(name)).filter((one) => one.version === version)
  const found = mine.find(({ id, state, into }) => {
    if (which.generation !== undefined) return id === which.generation
    return which.into === undefined ? state === 'live' : state === 'named' && into === which.into
  })
  if (found !== undefined) return found
  if (which.generation !== undefined) {
    const asked = JSON.stringify(which.generation)
    throw new NotReady(name, version, `${name} has no filling ${asked}; rebuild it into one first.`)
  }
  if (which.into !== undefined) throw await notKept(storage, projection, which.into)
  const progress = await progressOf(storage, projection, mine)
  const far = progress === undefined ? 'nobody has begun to fill it' : `${progress.events} events are folded in so far`
  throw new NotReady(name, version, `${name} version ${version} is not ready: ${far}.`, progress && { progress })
}

const notKept = async ({ readModels }: Storage, { name, version }: AnyProjection, asked: string): Promise<NotReady> => {
  const named = (await readModels.generations()).filter(({ state }) => state === 'named')
  const names = [...new Set(named.flatMap(({ into }) => into ?? []))].sort()
  const others = named.find(({ into }) => into === asked)
  const kept = { asked, names, ...(others === undefined ? {} : askedBounds(others.bounds)) }
  const those = names.length === 0 ? 'nothing is kept apart' : `kept are: ${names.join(', ')}`
  const message = `${name} version ${version} is not kept as ${JSON.stringify(asked)}: rebuild it into that first; ${those}.`
  return new NotReady(name, version, message, { kept })
}

const progressOf = async (
  { events }: Storage,
  { reads }: AnyProjection,
  mine: readonly Generation[],
): Promise<NotReadyProgress | undefined> => {
  const building = mine.find(({ state }) => state === 'building')
  if (building === undefined) return undefined
  const { checkpoint } = building
  const remaining = await events.count({ types: reads, ...(checkpoint === undefined ? {} : { after: checkpoint }) })
  return { events: building.events, ...(remaining === undefined ? {} : { remaining }) }
}
