import type { AnyProjection } from '@skein/kernel'
import { codecOf } from '../integrity/codec.js'
import { openMemory } from '../memory/open.js'
import type { EventStore, Storage } from '../ports/index.js'
import { machineEnvironment } from '../primitives/machine-environment.js'
import { checkDomainAndStorage } from '../primitives/option-types.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import { LogPass } from '../projections/log-pass.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { RowCache } from '../projections/row-cache.js'
import { nameConflicts } from './name-conflicts.js'
import { defaultBatchSize, type RebuildOptions } from './options.js'
import { planOf, type RebuildPlan } from './plan.js'

export interface RebuildEstimate {
  /** Events that would be read, if the store knows. */
  readonly events?: number
  /** Documents in the live generations; absent if none is live. */
  readonly documents?: number
  /** Estimated duration of a rebuild from the beginning; absent if it cannot be estimated. */
  readonly seconds?: number
}

/** How long the trial lasts, in milliseconds. */
const trialTime = 500

/**
 * Estimates the size and the duration of a rebuild: rebuilds a part of the log in memory, and changes nothing. Throws as
 * `rebuild` does.
 */
export const estimateRebuild = async (
  domain: ReadModelDomain,
  storage: Storage,
  options: RebuildOptions = {},
): Promise<RebuildEstimate> => {
  checkDomainAndStorage('estimateRebuild', domain, storage)
  const { events, readModels } = storage
  const plan = planOf(domain, options)
  await nameConflicts(domain.projections, readModels, plan, options.restart ?? false)
  const scratch = openMemory()
  const pass = await passInto(scratch, domain, plan, events, options)
  const total = await events.count(options.verify ? {} : { types: pass.types })
  const perEvent = await timeTrial(pass, events, options)
  await scratch.close()
  const documents = await documentCount(readModels, plan.projections)
  return {
    ...(total === undefined ? {} : { events: total }),
    ...(documents === undefined ? {} : { documents }),
    ...(total === undefined || perEvent === undefined ? {} : { seconds: perEvent * total }),
  }
}

const passInto = async (
  { readModels }: Storage,
  domain: ReadModelDomain,
  { projections, filter }: RebuildPlan,
  events: EventStore,
  options: RebuildOptions,
): Promise<LogPass> => {
  const cache = new RowCache()
  const begin = async (projection: AnyProjection) => {
    const generation = await readModels.begin(projection.name, projection.version)
    return new GenerationBuilder(projection, generation, readModels, cache, options)
  }
  return new LogPass(await Promise.all(projections.map(begin)), {
    decode: codecOf(domain).decode,
    domain,
    defers: true,
    events,
    ...(filter === undefined ? {} : { filter }),
    onFinding: () => undefined,
  })
}

/** Seconds for an event, measured over the beginning of the log; `undefined` if the log has no events to read. */
const timeTrial = async (
  pass: LogPass,
  events: EventStore,
  { verify = false, batchSize = defaultBatchSize, knownAt, environment = machineEnvironment }: RebuildOptions,
): Promise<number | undefined> => {
  const batches = events.readAll({
    ...(verify ? {} : { types: pass.types }),
    metadata: verify || knownAt !== undefined || pass.readsMetadata,
    batchSize,
  })
  let read = 0
  const { now } = environment
  const startedAt = now()
  let from = { read, at: startedAt }
  for await (const batch of batches) {
    // the first batch is a warm-up, unless it is the only one
    if (read > 0 && from.read === 0) from = { read, at: now() }
    await pass.apply(batch)
    read += batch.length
    if (now() - startedAt > trialTime) break
  }
  await pass.flush()
  return read === 0 ? undefined : (now() - from.at) / 1000 / (read - from.read)
}

const documentCount = async (
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
