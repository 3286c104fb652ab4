import type { Storage } from './ports.js'
import type { Filling } from './projection-filling.js'
import type { RebuildPlan } from './rebuild-plan.js'

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
    const mine = (await readModels.generations(projection)).filter((one) => one.version === version)
    const before = mine.find(({ state }) => state === 'live')
    const outcome = await readModels.promote(id, (a, b) => events.comparePositions(a, b))
    if (outcome === 'behind') behind.push(filling)
    else for (const one of mine) if (one.state === 'retired' && one.id !== before?.id) await readModels.drop(one.id)
  }
  return behind
}
