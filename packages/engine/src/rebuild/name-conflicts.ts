import type { AnyProjection } from '@skein/kernel'
import type { Generation, Storage } from '../ports/index.js'
import { RebuildError, type RebuildPlan } from './plan.js'

/**
 * What is kept under the plan's name with other bounds, to be dropped: what is kept under one name is read together, so it
 * has the same bounds, or begins anew together. Throws where some of it would stay.
 */
export const nameConflicts = async (
  known: readonly AnyProjection[],
  readModels: Pick<Storage['readModels'], 'generations'>,
  { projections, into, bounds }: RebuildPlan,
  restart: boolean,
): Promise<readonly Generation[]> => {
  if (into === undefined) return []
  const others = (await readModels.generations()).filter(
    (one) =>
      one.into === into &&
      one.bounds !== bounds &&
      known.some(({ name, version }) => name === one.projection && version === one.version),
  )
  const inTheWay = others.find(({ projection }) => !restart || projections.every(({ name }) => name !== projection))
  if (inTheWay !== undefined) throw otherBounds(inTheWay)
  return others
}

const otherBounds = ({ projection, into, bounds }: Generation): RebuildError => {
  const kept = bounds === '' ? 'without bounds' : bounds
  return new RebuildError(
    'otherBounds',
    `${projection} is already kept as ${JSON.stringify(into)}, ${kept}. Choose another name, or restart all that is kept under it.`,
  )
}
