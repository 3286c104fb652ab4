import type { Storage } from '@skein/engine'
import { baseId, lastDay, story } from '@skein/example-chadian'
import { day } from '@skein/kernel'
import type { InputOf, Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { requireCommandsOfCore } from '../../domain/requires-core.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { wudingDivisions } from '../../input/divisions.js'
import { playWithProgress } from '../../jobs/play-with-progress.js'
import { rebuildWhereBehind } from '../../jobs/rebuild-with-progress.js'
import { playMessages } from '../../messages/play.js'
import { table } from '../../output/table.js'
import { openReader } from '../../runtime.js'
import { findMasterKey, keySourcesOf, masterKeyOption } from '../../storage/master-key.js'
import { withStorage } from '../../storage/with-storage.js'
import { readReport, reportLines } from '../report/report-lines.js'
import type { demoCommand } from './command.js'
import { demoMessages as messages } from './messages.js'
import { findTrainee, nextCommands } from './next-commands.js'
import { type DemoTarget, demoTarget } from './target.js'

export const run: Run<typeof demoCommand> = async (context, input) => {
  const startedAt = performance.now()
  requireCommandsOfCore(context.domain, 'skein demo')
  const store = demoTarget(context, input.db)
  // a malformed key is an error before a database is created
  findMasterKey(keySourcesOf(context, store))

  // events that a power cut takes are written again by the next run
  await withStorage(store, { access: 'create', durability: 'normal' }, async (storage) => {
    const steps = await playStory(context, storage, store, input)
    await rebuildWhereBehind(context, storage)

    const today = day(lastDay)
    const reader = openReader(context, storage)
    const report = await readReport(reader, baseId, { today })
    const next = nextCommands(context, store, await findTrainee(reader), today)
    const events = await storage.events.count()
    const seconds = (performance.now() - startedAt) / 1000
    if (context.json) {
      const commands = next.map(({ command }) => command)
      context.printJson({ ok: true, store: store.name, steps, events, seconds, report, next: commands })
      return
    }
    const { translate } = context
    const lines = [
      ...reportLines(context, report),
      '',
      translate(messages.played(steps, events, await countRead(context, storage), store.displayName)),
      translate(playMessages.took(seconds.toFixed(1))),
      translate(messages.next),
      ...table(next.map(({ command, what }) => [`  ${command}`, `# ${what}`])),
    ]
    for (const line of lines) context.print(line)
  })
  return exitCodes.done
}

/** Returns the number of steps. */
const playStory = async (
  context: Context,
  storage: Storage,
  store: DemoTarget,
  { seed }: InputOf<typeof demoCommand>,
): Promise<number> => {
  const divisions = wudingDivisions()
  const { steps } = await playWithProgress(context, storage, {
    label: messages.label,
    store,
    ...(await masterKeyOption(keySourcesOf(context, store), storage)),
    steps: () => story({ divisions, ...(seed === undefined ? {} : { seed }) }),
  })
  return steps
}

/** The number of events that any projection handles. */
const countRead = async ({ domain }: Context, { events }: Storage): Promise<number | undefined> => {
  const types = [...new Set(domain.projections.flatMap(({ reads }) => reads))]
  return events.count({ types })
}
