import { domain } from '@skein/core'
import { prune, type RebuildReport, rebuild, type Storage } from '@skein/engine'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { Failure } from '../../failure.js'
import { interrupted } from '../../failure-of.js'
import { table } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { failureTexts } from '../../texts/failures.js'
import { progressTexts } from '../../texts/progress.js'
import { grouped } from '../../texts/texts.js'
import { dryRun } from './dry-run.js'
import { collectEarly } from './heap.js'
import { rebuildPlan } from './plan.js'
import { rebuildHeading, rebuildTexts as texts } from './texts.js'

export const run: Run = async (context, names) => {
  const { options, io } = context
  const plan = rebuildPlan(domain, names, options)
  const store = chosenStore(context)
  if (options.isSet('dryRun'))
    return withStorage(store, { access: 'read' }, (storage) => dryRun(context, storage, plan))
  collectEarly()
  const { report, told } = await withStorage(store, { access: 'write' }, async (storage) => {
    const report = await rebuildWithProgress(context, storage, { ...plan, signal: io.signal })
    const pruned = options.isSet('prune') && report.ok ? await prune(domain, storage) : undefined
    const [keptAs, retired] = [await nameOf(storage, report), await retiredIn(storage)]
    return { report, told: { pruned: pruned?.length, keptAs, retired, isVerified: plan.verify === true } }
  })
  if (context.json) context.printJson(asJson(report))
  else if (!report.interrupted) tell(context, report, told)
  if (report.interrupted) throw plan.restart ? interruptedRestart() : interrupted()
  return report.ok ? exitCodes.done : exitCodes.found
}

/** The same command would begin anew once more. */
const interruptedRestart = (): Failure =>
  new Failure(exitCodes.interrupted, 'interrupted', failureTexts.interruptedRestart)

/** Rebuilds, and shows how far it is. */
export const rebuildWithProgress = async (
  context: Context,
  storage: Storage,
  options: Parameters<typeof rebuild>[2],
): Promise<RebuildReport> => {
  const unit = options?.verify ? progressTexts.events : progressTexts.eventsThatMatter
  const progress = context.progress(texts.label, unit)
  try {
    return await rebuild(domain, storage, {
      ...options,
      onProgress: ({ events, total }) => progress.update(events, total),
    })
  } finally {
    progress.end()
  }
}

/** Permanent: scripts read it. */
const asJson = ({
  ok,
  interrupted: isInterrupted,
  events,
  seconds,
  projections,
  findings,
  findingCount,
}: RebuildReport) => ({
  ok,
  events,
  seconds,
  projections: projections.map(({ name, version, events, documents }) => ({ name, version, events, documents })),
  ...(isInterrupted ? { interrupted: true } : {}),
  ...(findingCount === 0
    ? {}
    : {
        findingCount,
        findings: findings.map(({ kind, stream, revision, text }) => ({ kind, stream, revision, message: text.en })),
      }),
})

/** The name under which the result is kept apart, where it is. */
const nameOf = async ({ readModels }: Storage, { projections: [first] }: RebuildReport): Promise<string | undefined> =>
  first && (await readModels.generations(first.name)).find(({ id }) => id === first.generation)?.into

/** How many generations nobody reads any more. */
const retiredIn = async ({ readModels }: Storage): Promise<number> =>
  (await readModels.generations()).filter(({ state }) => state === 'retired').length

interface RebuildSummary {
  readonly pruned: number | undefined
  readonly keptAs: string | undefined
  readonly retired: number
  readonly isVerified: boolean
}

const tell = ({ translate, print }: Context, report: RebuildReport, told: RebuildSummary): void => {
  const { pruned, keptAs, retired, isVerified } = told
  const rows = report.projections.map(({ name, version, events, documents }) => [
    name,
    String(version),
    grouped(events),
    grouped(documents),
  ])
  for (const line of table([rebuildHeading.map(translate), ...rows], ['left', 'right', 'right', 'right'])) print(line)
  print(translate((isVerified ? texts.doneVerified : texts.done)(report.events, report.seconds)))
  if (keptAs !== undefined) print(translate(texts.keptApart(keptAs)))
  if (pruned !== undefined) print(translate(texts.pruned(pruned)))
  if (pruned === undefined && retired > 0) print(translate(texts.retired(retired)))
  const shown = report.findings.slice(0, 20)
  for (const finding of shown) print(translate(texts.finding(finding)))
  if (report.findingCount > shown.length) print(translate(texts.moreFindings(report.findingCount - shown.length)))
}
