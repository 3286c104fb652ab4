import type { Generation, LockHolder, ReadModelStore, Storage } from '../ports/index.js'
import { type Locks, lockAll } from './locks.js'
import { RebuildError } from './plan.js'
import type { ReadModelDomain } from './rebuild.js'

/** A generation that `prune` dropped. */
export interface Pruned {
  readonly generation: string
  readonly name: string
  readonly version: number
  readonly state: Generation['state']
}

export interface PruneOptions {
  /** Drop what a rebuild kept apart under this name, and nothing else. */
  readonly kept?: string
  /** Drop nothing: the result is what would be dropped. */
  readonly dryRun?: boolean
  /** Who holds the locks; default as for a rebuild. */
  readonly holder?: LockHolder
}

/**
 * Drops what this program no longer needs of its read models: retired generations, and everything of older versions; or
 * what is kept under a name. Live, unfinished and otherwise named generations of the present version stay, and so does
 * what a newer program made. What an older program is filling is left to it, and so is what it reads, until the present
 * version is live.
 *
 * Throws `RebuildError` (nothing has that name, somebody is filling it) and `StorageError`.
 *
 * @example
 * await prune(domain, storage, { kept: 'june' })
 */
export const prune = async (
  domain: ReadModelDomain,
  { readModels }: Storage,
  { kept, dryRun = false, holder }: PruneOptions = {},
): Promise<readonly Pruned[]> => {
  const known = await knownOf(domain, readModels)
  if (kept === undefined) return dropUnneeded(known, readModels, dryRun, holder)
  const named = known.filter(({ generation }) => generation.into === kept).map(({ generation }) => generation)
  if (named.length === 0) throw noneKept(kept, known)
  const locks = dryRun ? undefined : await lockAll(readModels, { projections: named.map(nameOf), into: kept }, holder)
  try {
    if (locks !== undefined) for (const one of named) await dropUnder(locks, readModels, one)
  } finally {
    await locks?.release()
  }
  return named.map(prunedOf)
}

interface Known {
  readonly generation: Generation
  /** Of an older version, and not what is read until the present one is live. */
  readonly isOutdated: boolean
}

/** What is of a read model that this program has, and of no newer version than it reads. */
const knownOf = async ({ projections }: ReadModelDomain, readModels: ReadModelStore): Promise<readonly Known[]> => {
  const versions = new Map(projections.map(({ name, version }) => [name, version]))
  const all = await readModels.generations()
  const isReady = (name: string, version: number): boolean =>
    all.some((one) => one.projection === name && one.version === version && one.state === 'live')
  return all.flatMap((generation) => {
    const { projection, version, state } = generation
    const present = versions.get(projection)
    if (present === undefined || version > present) return []
    return [{ generation, isOutdated: version < present && (state !== 'live' || isReady(projection, present)) }]
  })
}

const dropUnneeded = async (
  known: readonly Known[],
  readModels: ReadModelStore,
  dryRun: boolean,
  holder: LockHolder | undefined,
): Promise<readonly Pruned[]> => {
  const pruned: Pruned[] = []
  for (const { generation, isOutdated } of known) {
    // nobody fills what is retired
    if (generation.state === 'retired') {
      if (!dryRun) await readModels.drop(generation.id)
    } else if (!isOutdated || (!dryRun && !(await dropUnlocked(readModels, generation, holder)))) continue
    pruned.push(prunedOf(generation))
  }
  return pruned
}

/** Whether nobody was at it, so that it is dropped. */
const dropUnlocked = async (
  readModels: ReadModelStore,
  generation: Generation,
  holder: LockHolder | undefined,
): Promise<boolean> => {
  try {
    const locks = await lockAll(readModels, { projections: [nameOf(generation)], into: generation.into }, holder)
    await readModels.drop(generation.id).finally(() => locks.release())
    return true
  } catch (error) {
    if (error instanceof RebuildError && error.reason === 'locked') return false
    throw error
  }
}

const dropUnder = async (locks: Locks, readModels: ReadModelStore, { id }: Generation): Promise<void> => {
  await locks.renew()
  await readModels.drop(id)
}

const nameOf = ({ projection, version }: Generation) => ({ name: projection, version })

const prunedOf = ({ id, projection, version, state }: Generation): Pruned => ({
  generation: id,
  name: projection,
  version,
  state,
})

const noneKept = (asked: string, known: readonly Known[]): RebuildError => {
  const names = [...new Set(known.flatMap(({ generation: { into } }) => into ?? []))].sort()
  const those = names.length === 0 ? 'nothing is kept apart' : `kept are: ${names.join(', ')}`
  return new RebuildError('unknownKept', `nothing is kept as ${JSON.stringify(asked)}; ${those}.`)
}
