import type { Generation, Position, ReadModelStore, Storage } from '../ports/index.js'
import type { GenerationBuilder } from '../projections/generation-builder.js'
import { RebuildError, type RebuildPlan } from './plan.js'

/**
 * Makes filled generations live and drops what was retired earlier: the one that was live before stays, for those who
 * are reading it. Gives the ones that the live generation has overtaken meanwhile. Named ones stay apart.
 */
export const promote = async (
  { events, readModels }: Storage,
  { into }: Pick<RebuildPlan, 'into'>,
  fillings: readonly GenerationBuilder[],
): Promise<readonly GenerationBuilder[]> => {
  if (into !== undefined) return []
  const compare = (a: Position, b: Position) => events.comparePositions(a, b)
  // at once, so that they share a transaction
  const promoted = await Promise.all(fillings.map((filling) => promoteOne(readModels, filling, compare)))
  for (const { superseded } of promoted) for (const { id } of superseded) await readModels.drop(id)
  return fillings.filter((_, index) => promoted[index]?.isBehind)
}

interface Promoted {
  readonly isBehind: boolean
  /** What nobody reads any more. */
  readonly superseded: readonly Generation[]
}

const promoteOne = async (
  readModels: ReadModelStore,
  { generation: { projection, version, id } }: GenerationBuilder,
  compare: (a: Position, b: Position) => number,
): Promise<Promoted> => {
  const mine = async () => (await readModels.generations(projection)).filter((one) => one.version === version)
  const before = await mine()
  // somebody else may have done it, where our lock ran out
  if (before.some((one) => one.id === id && one.state === 'live')) return { isBehind: false, superseded: [] }
  try {
    if ((await readModels.promote(id, compare)) === 'behind') return { isBehind: true, superseded: [] }
  } catch (error) {
    if ((await mine()).some((one) => one.id === id && one.state === 'building')) throw error
    throw taken([projection])
  }
  return { isBehind: false, superseded: before.filter(({ state }) => state === 'retired') }
}

/** Somebody else filled, replaced or dropped what was being filled, after our lock or theirs had run out. */
export const taken = (projections: readonly string[]): RebuildError =>
  new RebuildError('taken', `somebody else took over what was being filled of ${projections.join(', ')}; start again.`)
