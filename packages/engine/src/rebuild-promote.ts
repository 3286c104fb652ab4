import type { Storage } from './ports.js'
import type { Filling } from './projection-filling.js'
import { RebuildError, type RebuildPlan } from './rebuild-plan.js'

/**
 * Makes filled generations live and drops what was retired earlier: the one that was live before stays, for those who
 * are reading it. Gives the ones that the live generation has overtaken meanwhile. Named ones stay apart.
 */
export const promote = async (
  { events, readModels }: Storage,
  { into }: Pick<RebuildPlan, 'into'>,
  fillings: readonly Filling[],
): Promise<readonly Filling[]> => {
  if (into !== undefined) return []
  const behind: Filling[] = []
  for (const filling of fillings) {
    const { projection, version, id } = filling.generation
    const mine = async () => (await readModels.generations(projection)).filter((one) => one.version === version)
    const before = await mine()
    // somebody else may have done it, where our lock ran out
    if (before.some((one) => one.id === id && one.state === 'live')) continue
    try {
      if ((await readModels.promote(id, (a, b) => events.comparePositions(a, b))) === 'behind') behind.push(filling)
    } catch (error) {
      if ((await mine()).some((one) => one.id === id && one.state === 'building')) throw error
      throw taken([projection])
    }
    if (behind.includes(filling)) continue
    const previous = before.find(({ state }) => state === 'live')
    for (const one of before) if (one.state === 'retired' && one.id !== previous?.id) await readModels.drop(one.id)
  }
  return behind
}

/** Somebody else filled, replaced or dropped what was being filled, after our lock or theirs had run out. */
export const taken = (projections: readonly string[]): RebuildError =>
  new RebuildError('taken', `somebody else took over what was being filled of ${projections.join(', ')}; start again.`)
