import { estimateRebuild, type RebuildEstimate, type Storage, status } from '@skein/engine'
import type { Context } from '../../context.js'
import type { Bounds } from '../../input/bounds.js'
import { table } from '../../output/table.js'
import { rebuildMessages as messages } from './messages.js'
import type { Plan } from './plan.js'

interface PlannedProjection {
  readonly name: string
  readonly version: number
  /** How many events an interrupted rebuild has read already. */
  readonly resumesAfter?: number
}

/** Shows what a rebuild would read and build. */
export const dryRun = async (context: Context, storage: Storage, plan: Plan): Promise<void> => {
  const { into, asOf, knownAt } = plan
  const bounds = { ...(asOf && { asOf }), ...(knownAt && { knownAt }) }
  const estimate = rounded(await estimateRebuild(context.domain, storage, plan))
  const projections = await plannedProjections(context, storage, plan)
  if (context.json)
    context.printJson({ ok: true, dryRun: true, ...bounds, ...(into && { into }), ...estimate, projections })
  else for (const line of planLines(context, projections, bounds, into, estimate)) context.print(line)
}

const plannedProjections = async (
  { domain }: Context,
  storage: Storage,
  { projections, into, restart }: Plan,
): Promise<readonly PlannedProjection[]> =>
  (await status(domain, storage))
    .filter(({ name }) => projections?.includes(name) ?? true)
    .map(({ name, version, generations }) => {
      const unfinished = generations.find(
        (one) => one.version === version && (into === undefined ? one.state === 'building' : one.into === into),
      )
      return { name, version, ...(unfinished === undefined || restart ? {} : { resumesAfter: unfinished.events }) }
    })

const rounded = ({ events, documents, seconds }: RebuildEstimate): RebuildEstimate => ({
  ...(events === undefined ? {} : { events }),
  ...(documents === undefined ? {} : { documents }),
  ...(seconds === undefined ? {} : { seconds: Number(seconds.toPrecision(2)) }),
})

const planLines = (
  { translate }: Context,
  projections: readonly PlannedProjection[],
  bounds: Bounds,
  into: string | undefined,
  estimate: RebuildEstimate,
): readonly string[] => {
  const hasBounds = bounds.asOf !== undefined || bounds.knownAt !== undefined
  const rows = projections.map(({ name, version, resumesAfter }) => [
    name,
    String(version),
    resumesAfter === undefined ? '' : translate(messages.resumes(resumesAfter)),
  ])
  return [
    ...table(rows),
    ...(hasBounds ? [translate(messages.bounds(bounds))] : []),
    ...(hasBounds || into !== undefined ? [translate(messages.apart(into))] : []),
    translate(messages.planned(projections.length, estimate)),
  ]
}
