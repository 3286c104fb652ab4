import type { AnyProjection } from '@skein/kernel'
import { divergedOf } from '../checkpoints/checkpoints.js'
import { type Quarantined, quarantinedBy } from '../checkpoints/quarantine.js'
import { skippedEvents } from '../checkpoints/skipped-events.js'
import { noteUnbuilt } from '../checkpoints/unbuilt.js'
import { codecOf } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import type { Storage } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { machineEnvironment } from '../primitives/machine-environment.js'
import { checkDomainAndStorage } from '../primitives/option-types.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { RowCache } from '../projections/row-cache.js'
import { type Locks, lockAll, newHolder } from './locks.js'
import { nameConflicts } from './name-conflicts.js'
import type { RebuildOptions } from './options.js'
import { planOf, type RebuildPlan } from './plan.js'
import { isBroken, promote } from './promote.js'
import { takenOver } from './rebuild-error.js'
import type { RebuildReport } from './report.js'
import { RebuildRun } from './run.js'

const maxFindings = 1000

/**
 * Builds read models from the log, all in one pass, and makes them live when they have caught up. Until then readers see
 * the previous generations. A rebuild that was interrupted or killed resumes from its last checkpoint.
 *
 * Throws `RebuildError` (unknown name, invalid bound, another process holds the lock) and `StorageError`.
 *
 * @example
 * const report = await rebuild(domain, storage, { projections: ['journeyFunnel'], onProgress: show })
 * @example
 * await rebuild(domain, storage, { asOf: '2018-06-11', into: 'june' })
 */
export const rebuild = async (
  domain: ReadModelDomain,
  storage: Storage,
  options: RebuildOptions = {},
): Promise<RebuildReport> => {
  const { environment = machineEnvironment } = options
  const startedAt = environment.now()
  checkDomainAndStorage('rebuild', domain, storage)
  const plan = planOf(domain, options)
  const locks = await lockAll(storage.readModels, plan, options.holder ?? newHolder(environment), environment)
  try {
    const findings: Finding[] = []
    let findingCount = 0
    const onFinding = (finding: Finding): void => {
      findingCount += 1
      if (findings.length < maxFindings) findings.push(finding)
    }
    const builders = await begin(domain, storage, plan, locks, options)
    const run = new RebuildRun(
      storage,
      codecOf(domain),
      domain,
      plan,
      builders,
      locks,
      { ...options, environment },
      onFinding,
      await skippedEvents(storage.readModels),
    )
    const outcome = await run.toEnd((complete) => promote(storage, plan, complete))
    const paused = await pausedOf(builders, run.built, storage)
    if (outcome === 'done' && plan.into === undefined) await noteOutcome(builders, paused, findings, storage)
    return {
      ok: outcome === 'done' && findingCount === 0,
      interrupted: outcome === 'interrupted',
      events: run.events,
      seconds: (environment.now() - startedAt) / 1000,
      projections: await Promise.all(
        builders.map(async ({ projection: { name, version }, generation: { id }, events }) => ({
          name,
          version,
          events,
          documents: await storage.readModels.count(id, 'doc'),
          generation: id,
        })),
      ),
      paused,
      findings,
      findingCount,
    }
  } catch (error) {
    if (isStorageError(error, 'missing')) throw takenOver(plan.projections.map(({ name }) => name))
    throw error
  } finally {
    await locks.release()
  }
}

/** The names of those that could not be built, or that failed so that they are not live. */
const pausedOf = async (
  builders: readonly GenerationBuilder[],
  built: readonly string[],
  { readModels, events }: Storage,
): Promise<readonly string[]> => {
  const paused: string[] = []
  for (const builder of builders) {
    const { name } = builder.projection
    if (!built.includes(name) || (await isBroken(builder, readModels, events))) paused.push(name)
  }
  return paused
}

/** For the status of read models that have no live generation. */
const noteOutcome = (
  builders: readonly GenerationBuilder[],
  paused: readonly string[],
  findings: readonly Finding[],
  { readModels }: Storage,
): Promise<void> => {
  const all = builders.map(({ projection }) => projection)
  const unbuilt = new Map<AnyProjection, Quarantined>()
  for (const projection of all) {
    const finding = findings.findLast((one) => one.projection === projection.name)
    if (paused.includes(projection.name) && finding !== undefined) unbuilt.set(projection, quarantinedBy(finding, true))
  }
  return noteUnbuilt(
    readModels,
    unbuilt,
    all.filter((projection) => !unbuilt.has(projection)),
  )
}

/** Begins a generation for each projection, or resumes an unfinished one, unless that has read another log. */
const begin = async (
  { projections: known }: ReadModelDomain,
  { readModels, events }: Storage,
  plan: RebuildPlan,
  locks: Locks,
  options: RebuildOptions,
): Promise<readonly GenerationBuilder[]> => {
  const { projections, into, bounds } = plan
  const { restart = false } = options
  const cache = new RowCache()
  for (const { id } of await nameConflicts(known, readModels, plan, restart)) await readModels.drop(id)
  const beginOne = async (projection: AnyProjection): Promise<GenerationBuilder> => {
    const { name, version } = projection
    const beginWith = { ...(into === undefined ? {} : { into }), bounds, restart }
    const begun = await readModels.begin(name, version, beginWith)
    const isDiverged = (await divergedOf(events, [begun])).length > 0
    const generation = isDiverged ? await readModels.begin(name, version, { ...beginWith, restart: true }) : begun
    const builder = new GenerationBuilder(projection, generation, readModels, cache, options, locks.of(projection))
    await builder.restoreSetAside()
    await builder.restoreQuarantine()
    return builder
  }
  return Promise.all(projections.map(beginOne))
}
