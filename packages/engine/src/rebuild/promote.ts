import { divergedOf } from '../checkpoints/checkpoints.js'
import { quarantineOf } from '../checkpoints/quarantine.js'
import type { EventStore, Generation, Position, ReadModelStore, Storage } from '../ports/index.js'
import type { GenerationBuilder } from '../projections/generation-builder.js'
import type { RebuildPlan } from './plan.js'
import { takenOver } from './rebuild-error.js'

/**
 * Makes complete generations live and drops those that were retired before: the previous live one stays for its current
 * readers. Returns the builders that are behind the live generation and must catch up first. Named generations are not
 * promoted, nor those whose projection failed (see `isBroken`).
 */
export const promote = async (
  { events, readModels }: Storage,
  { into }: Pick<RebuildPlan, 'into'>,
  builders: readonly GenerationBuilder[],
): Promise<readonly GenerationBuilder[]> => {
  if (into !== undefined) return []
  const broken = await Promise.all(builders.map((builder) => isBroken(builder, readModels, events)))
  const complete = builders.filter((_, index) => !broken[index])
  // at once, so that they share a transaction
  const promotions = await Promise.all(complete.map((builder) => promoteOne(readModels, builder, events)))
  for (const { superseded } of promotions) for (const { id } of superseded) await readModels.drop(id)
  return complete.filter((_, index) => promotions[index]?.isBehind)
}

/**
 * Whether readers are better off without a generation: its projection failed for some streams, and either there is a live
 * one that can go on, or it failed for so many that nothing is published.
 */
export const isBroken = async (
  { hasFailed, generation: { id, projection, version } }: GenerationBuilder,
  readModels: ReadModelStore,
  events: EventStore,
): Promise<boolean> => {
  if (!hasFailed) return false
  const all = await readModels.generations(projection)
  const live = all.find((one) => one.version === version && one.state === 'live')
  if (live === undefined || live.id === id) return (await readModels.count(id, 'doc')) === 0
  const isPaused = (await quarantineOf(readModels, live.id)).some(({ isWhole }) => isWhole)
  return !isPaused && (await divergedOf(events, [live])).length === 0
}

interface Promotion {
  readonly isBehind: boolean
  /** Retired generations that have no readers any more. */
  readonly superseded: readonly Generation[]
}

const promoteOne = async (
  readModels: ReadModelStore,
  { generation: { projection, version, id, checkpoint }, lock }: GenerationBuilder,
  events: EventStore,
): Promise<Promotion> => {
  const ofThisVersion = async () => (await readModels.generations(projection)).filter((one) => one.version === version)
  const before = await ofThisVersion()
  // another process may have promoted it, if our lock expired
  if (before.some((one) => one.id === id && one.state === 'live')) return { isBehind: false, superseded: [] }
  const compare = (a: Position, b: Position) => events.comparePositions(a, b)
  const live = before.find(({ state }) => state === 'live')
  // one that has read another log is not ahead of anything
  const isDiverged = live !== undefined && (await divergedOf(events, [live])).length > 0
  if (isDiverged && checkpoint === undefined) await readModels.drop(live.id)
  try {
    const promoted = await readModels.promote(id, isDiverged ? () => 0 : compare, lock)
    if (promoted === 'stale') throw takenOver([projection])
    if (promoted === 'behind') return { isBehind: true, superseded: [] }
  } catch (error) {
    if ((await ofThisVersion()).some((one) => one.id === id && one.state === 'building')) throw error
    throw takenOver([projection])
  }
  return { isBehind: false, superseded: before.filter(({ state }) => state === 'retired') }
}
