import type { Storage } from './ports.js'
import type { ReadModelDomain } from './rebuild.js'

/** A generation that `prune` dropped. */
export interface Pruned {
  readonly generation: string
  readonly name: string
  readonly version: number
  readonly state: string
}

/**
 * Drops what this program no longer needs of its read models: retired generations, and everything of older versions.
 * Live, unfinished and named generations of the present version stay, and so does what a newer program made.
 */
export const prune = async (domain: ReadModelDomain, { readModels }: Storage): Promise<readonly Pruned[]> => {
  const versions = new Map(domain.projections.map(({ name, version }) => [name, version]))
  const pruned: Pruned[] = []
  for (const { id, projection, version, state } of await readModels.generations()) {
    const present = versions.get(projection)
    if (present === undefined || version > present) continue
    if (version === present && state !== 'retired') continue
    await readModels.drop(id)
    pruned.push({ generation: id, name: projection, version, state })
  }
  return pruned
}
