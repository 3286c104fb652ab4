import type { AnyProjection, Domain } from '@skein/kernel'
import { type Codec, codecOf } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import type { Storage } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import { RowCache } from '../projections/row-cache.js'
import { lockAll } from './locks.js'
import { nameConflicts } from './name-conflicts.js'
import { planOf, type RebuildOptions, type RebuildPlan, type RebuildReport } from './plan.js'
import { promote, taken } from './promote.js'
import { RebuildRun } from './run.js'

/** The parts of a domain that read models are made of. */
export type ReadModelDomain = Pick<Domain, 'aggregates' | 'projections' | 'views'>

const keptFindings = 1000

/**
 * Fills read models from the log, many in one reading of it, and makes them live when they have caught up; readers see
 * the old ones until then. What was interrupted or killed goes on where its last checkpoint is.
 *
 * Throws `RebuildError` (unknown name, bad bound, somebody else is at it), `ProjectionError` (an event that can't be
 * read, without `verify`) and `StorageError`.
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
  const startedAt = performance.now()
  const plan = planOf(domain, options)
  const locks = await lockAll(storage.readModels, plan, options.holder)
  try {
    const codec: Codec = codecOf(domain)
    const findings: Finding[] = []
    let findingCount = 0
    const onFinding = (finding: Finding): void => {
      findingCount += 1
      if (findings.length < keptFindings) findings.push(finding)
    }
    const fillings = await begin(domain, storage, plan, options)
    const run = new RebuildRun(storage, codec, plan, fillings, locks, options, onFinding)
    const outcome = await run.toTheEnd((filled) => promote(storage, plan, filled))
    return {
      ok: outcome === 'done' && findingCount === 0,
      interrupted: outcome === 'interrupted',
      events: run.events,
      seconds: (performance.now() - startedAt) / 1000,
      projections: await Promise.all(
        fillings.map(async ({ projection: { name, version }, generation: { id }, events }) => ({
          name,
          version,
          events,
          documents: await storage.readModels.count(id, 'doc'),
          generation: id,
        })),
      ),
      findings,
      findingCount,
    }
  } catch (error) {
    if (error instanceof StorageError && error.fault === 'missing')
      throw taken(plan.projections.map(({ name }) => name))
    throw error
  } finally {
    await locks.release()
  }
}

const begin = async (
  { projections: known }: ReadModelDomain,
  { readModels }: Storage,
  plan: RebuildPlan,
  options: RebuildOptions,
): Promise<readonly GenerationBuilder[]> => {
  const { projections, into, bounds } = plan
  const { restart = false } = options
  const streams = new RowCache()
  for (const { id } of await nameConflicts(known, readModels, plan, restart)) await readModels.drop(id)
  const beginOne = async (projection: AnyProjection): Promise<GenerationBuilder> => {
    const { name, version } = projection
    const generation = await readModels.begin(name, version, {
      ...(into === undefined ? {} : { into }),
      bounds,
      restart,
    })
    return new GenerationBuilder(projection, generation, readModels, streams, options)
  }
  return Promise.all(projections.map(beginOne))
}
