import { codecOf } from '../integrity/codec.js'
import { openMemory } from '../memory/open.js'
import type { Storage } from '../ports/index.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import { LogPass } from '../projections/log-pass.js'
import { RowCache } from '../projections/row-cache.js'
import { nameConflicts } from './name-conflicts.js'
import { defaultPage, planOf, type RebuildOptions } from './plan.js'
import type { ReadModelDomain } from './rebuild.js'

export interface RebuildEstimate {
  /** Events that would be read, where the store can tell. */
  readonly events?: number
  /** Documents that readers find now, of the read models that are live. */
  readonly documents?: number
  /** About how long it would take from the beginning; absent where nothing can be told. */
  readonly seconds?: number
}

/** How long it is tried out, in milliseconds. */
const trial = 500

/**
 * How large a rebuild would be, and about how long it would take: folds a little of the log into memory, and changes nothing.
 * Throws as `rebuild` does.
 */
export const estimateRebuild = async (
  domain: ReadModelDomain,
  { events, readModels }: Storage,
  options: RebuildOptions = {},
): Promise<RebuildEstimate> => {
  const plan = planOf(domain, options)
  const { projections, within } = plan
  await nameConflicts(domain.projections, readModels, plan, options.restart ?? false)
  const scratch = openMemory()
  const streams = new RowCache()
  const begin = async (projection: (typeof projections)[number]) =>
    new GenerationBuilder(
      projection,
      await scratch.readModels.begin(projection.name, projection.version),
      scratch.readModels,
      streams,
      options,
    )
  const pass = new LogPass(await Promise.all(projections.map(begin)), {
    decode: codecOf(domain).decode,
    events,
    ...(within === undefined ? {} : { within }),
    onFinding: () => undefined,
  })
  const total = await events.count(options.verify ? {} : { types: pass.types })
  const { verify = false, batchSize = defaultPage } = options
  const pages = events.readAll({
    ...(verify ? {} : { types: pass.types }),
    metadata: verify || options.knownAt !== undefined || pass.readsMetadata,
    batchSize,
  })
  let read = 0
  const startedAt = performance.now()
  let from = { read, at: startedAt }
  for await (const page of pages) {
    // the first page only warms up, unless there is no other
    if (read > 0 && from.read === 0) from = { read, at: performance.now() }
    await pass.take(page)
    read += page.length
    if (performance.now() - startedAt > trial) break
  }
  await pass.commit()
  const seconds = (performance.now() - from.at) / 1000
  await scratch.close()
  const documents = await documentsOf(readModels, projections)
  return {
    ...(total === undefined ? {} : { events: total }),
    ...(documents === undefined ? {} : { documents }),
    ...(total === undefined || read === 0 ? {} : { seconds: (seconds / (read - from.read)) * total }),
  }
}

const documentsOf = async (
  readModels: Storage['readModels'],
  projections: readonly { readonly name: string; readonly version: number }[],
): Promise<number | undefined> => {
  const all = await readModels.generations()
  const live = all.filter(
    ({ projection, version, state }) =>
      state === 'live' && projections.some((one) => one.name === projection && one.version === version),
  )
  if (live.length === 0) return undefined
  const counts = await Promise.all(live.map(({ id }) => readModels.count(id, 'doc')))
  return counts.reduce((sum, count) => sum + count, 0)
}
