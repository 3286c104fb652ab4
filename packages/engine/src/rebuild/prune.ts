import { checkOptions, hasTag, type OptionTypes, option, type Text } from '@skein/kernel'
import { divergedOf } from '../checkpoints/checkpoints.js'
import type { Generation, LockHolder, ReadModelStore, Storage } from '../ports/index.js'
import { checkDomainAndStorage } from '../primitives/option-types.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { type Locks, lockAll } from './locks.js'
import { RebuildError } from './rebuild-error.js'

/** A generation that `prune` dropped. */
export interface Pruned {
  readonly generation: string
  readonly name: string
  readonly version: number
  readonly state: Generation['state']
}

export interface PruneOptions {
  /** Drop the generations of this name, and nothing else. */
  readonly kept?: string
  /** Drop nothing; return what would be dropped. */
  readonly dryRun?: boolean
  /** Holds the locks; default as for `rebuild`. */
  readonly holder?: LockHolder
}

const types: OptionTypes = { kept: option.text({ en: 'a name', zh: '名称' }), dryRun: option.flag }

/**
 * Drops the generations that this program does not need any more: retired ones, all of older versions, and unfinished ones
 * that cannot be continued, since they have read another log; or, with `kept`, those of one name. It keeps live, unfinished and named generations of the current version, everything of newer
 * versions, generations that an older program is building, and the live generation of an older version until the
 * current version is live.
 *
 * Throws `RebuildError` (no generation has that name, another process is building it) and `StorageError`.
 *
 * @example
 * await prune(domain, storage, { kept: 'june' })
 */
export const prune = async (
  domain: ReadModelDomain,
  storage: Storage,
  options: PruneOptions = {},
): Promise<readonly Pruned[]> => {
  checkDomainAndStorage('prune', domain, storage)
  checkOptions('prune', options, types)
  const { readModels } = storage
  const { kept, dryRun = false, holder } = options
  const known = await knownGenerations(domain, storage)
  if (kept === undefined) return dropUnneeded(known, readModels, dryRun, holder)
  const named = known.filter(({ generation }) => generation.into === kept).map(({ generation }) => generation)
  if (named.length === 0) throw unknownName(kept, known)
  const locks = dryRun ? undefined : await lockAll(readModels, { projections: named.map(nameOf), into: kept }, holder)
  try {
    if (locks !== undefined) for (const one of named) await dropWithin(locks, readModels, one)
  } finally {
    await locks?.release()
  }
  return named.map(prunedOf)
}

interface Known {
  readonly generation: Generation
  /** Of an older version, and not needed by readers until the current version is live; or not to be continued. */
  readonly isOutdated: boolean
}

/** The generations of this program's read models, without those of newer versions. */
const knownGenerations = async (
  { projections }: ReadModelDomain,
  { readModels, events }: Storage,
): Promise<readonly Known[]> => {
  const versions = new Map(projections.map(({ name, version }) => [name, version]))
  const all = await readModels.generations()
  const diverged = await divergedOf(
    events,
    all.filter(({ state }) => state === 'building'),
  )
  const isLive = (name: string, version: number): boolean =>
    all.some((one) => one.projection === name && one.version === version && one.state === 'live')
  return all.flatMap((generation) => {
    const { projection, version, state } = generation
    const current = versions.get(projection)
    if (current === undefined || version > current) return []
    const isOutdated = version < current && (state !== 'live' || isLive(projection, current))
    return [{ generation, isOutdated: isOutdated || diverged.includes(generation) }]
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
    // nothing builds a retired generation: no lock needed
    if (generation.state === 'retired') {
      if (!dryRun) await readModels.drop(generation.id)
    } else if (!isOutdated || (!dryRun && !(await dropUnlocked(readModels, generation, holder)))) continue
    pruned.push(prunedOf(generation))
  }
  return pruned
}

/** Drops a generation unless another process is building it; returns whether it did. */
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
    if (hasTag<RebuildError>(error, 'RebuildError') && error.reason === 'locked') return false
    throw error
  }
}

const dropWithin = async (locks: Locks, readModels: ReadModelStore, { id }: Generation): Promise<void> => {
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

const unknownName = (asked: string, known: readonly Known[]): RebuildError => {
  const names = [...new Set(known.flatMap(({ generation: { into } }) => into ?? []))].sort()
  const others: Text =
    names.length === 0
      ? { en: 'nothing is kept apart', zh: '尚无另存的读模型' }
      : { en: `kept are: ${names.join(', ')}`, zh: `已有的名称:${names.join('、')}` }
  const name = JSON.stringify(asked)
  return new RebuildError('unknownKept', {
    en: `nothing is kept as ${name}; ${others.en}.`,
    zh: `没有以 ${name} 另存的读模型;${others.zh}。`,
  })
}
