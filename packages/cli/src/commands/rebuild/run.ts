import { prune, type RebuildReport, restartProcesses, type Storage } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { interrupted } from '../../failures/failure.js'
import { rebuildWithProgress } from '../../jobs/rebuild-with-progress.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { rebuildCommand } from './command.js'
import { dryRun } from './dry-run.js'
import { collectEarly } from './heap.js'
import { rebuildMessages as messages } from './messages.js'
import { rebuildPlan } from './plan.js'
import { type RebuildSummary, summaryJson, summaryLines } from './summary.js'

export const run: Run<typeof rebuildCommand> = async (context, input) => {
  const plan = rebuildPlan(context.domain, input)
  const store = chosenStore(context)
  if (input.dryRun) {
    await withStorage(store, { access: 'read' }, (storage) => dryRun(context, storage, plan))
    return exitCodes.done
  }
  collectEarly()
  const summary = await withStorage(store, { access: 'write' }, async (storage): Promise<RebuildSummary> => {
    const report = await rebuildWithProgress(context, storage, plan)
    if (input.processes && !report.interrupted) await restartProcesses(storage)
    const pruned = input.prune && report.ok ? (await prune(context.domain, storage)).length : undefined
    return {
      report,
      pruned,
      keptAs: await keptName(storage, report),
      retired: await countRetired(storage),
      isVerified: input.verify,
    }
  })
  const { report } = summary
  if (context.json) context.printJson(summaryJson(report))
  else if (!report.interrupted) for (const line of summaryLines(context, summary)) context.print(line)
  if (input.processes && !report.interrupted && !context.json)
    context.print(context.translate(messages.processesRestarted))
  // the same command would restart once more
  if (report.interrupted) throw input.restart ? interrupted(messages.interruptedRestart) : interrupted()
  return report.ok ? exitCodes.done : exitCodes.found
}

/** The name under which the result is kept apart, where it is. */
const keptName = async (
  { readModels }: Storage,
  { projections: [first] }: RebuildReport,
): Promise<string | undefined> =>
  first && (await readModels.generations(first.name)).find(({ id }) => id === first.generation)?.into

const countRetired = async ({ readModels }: Storage): Promise<number> =>
  (await readModels.generations()).filter(({ state }) => state === 'retired').length
