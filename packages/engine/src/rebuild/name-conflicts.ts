import type { AnyProjection } from '@skein/kernel'
import type { Generation, Storage } from '../ports/index.js'
import { describeBounds } from '../projections/bounds.js'
import type { RebuildPlan } from './plan.js'
import { RebuildError } from './rebuild-error.js'

/**
 * The generations of the plan's name that have other bounds, and must be dropped first. Generations of one name are read
 * together, so all of them have the same bounds. Throws `RebuildError` if one with other bounds would remain.
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
  const remaining = others.find(({ projection }) => !restart || projections.every(({ name }) => name !== projection))
  if (remaining !== undefined) throw otherBounds(remaining)
  return others
}

const otherBounds = ({ projection, into, bounds }: Generation): RebuildError => {
  const { en, zh } = describeBounds(bounds)
  const name = JSON.stringify(into)
  return new RebuildError('otherBounds', {
    en: `${projection} is already kept as ${name}, ${en}. Choose another name, or restart all that is kept under it.`,
    zh: `${projection} 已以 ${name} 另存(${zh})。请换用其他名称,或将该名称下的读模型全部重新开始重建。`,
  })
}
