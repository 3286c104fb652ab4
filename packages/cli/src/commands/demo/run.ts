import { domain } from '@skein/core'
import { createRuntime } from '@skein/engine'
import { baseId, lastDay, story } from '@skein/example-chadian'
import { day } from '@skein/kernel'
import type { Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { ownDivisions } from '../../input/divisions.js'
import { seedIn } from '../../input/values.js'
import { table } from '../../output/table.js'
import { findMasterKey, findOrMakeMasterKey } from '../../storage/master-key.js'
import { withStorage } from '../../storage/with-storage.js'
import { playTexts } from '../../texts/play.js'
import { bringUpToDate, playWithProgress } from '../play-with-progress.js'
import { linesOf, reportOf } from '../report/render.js'
import { nextCommands, someTrainee } from './next.js'
import { demoTarget } from './target.js'
import { demoTexts as texts } from './texts.js'

export const run: Run = async (context) => {
  const startedAt = performance.now()
  const { options, translate, print, printJson, json } = context
  const store = demoTarget(context)
  const seed = seedIn(options)
  const sources = { env: context.io.env, file: options.text('masterKeyFile'), store: store.url }
  // a key that is none is found out before a database is made
  findMasterKey(sources)

  // what a power cut could take, the story can tell again
  await withStorage(store, { access: 'create', durability: 'normal' }, async (storage) => {
    const divisions = ownDivisions()
    const { steps } = await playWithProgress(context, storage, {
      label: texts.label,
      store: store.name,
      masterKey: findOrMakeMasterKey(sources, (await storage.events.head()) === undefined),
      steps: () => story({ divisions, ...(seed === undefined ? {} : { seed }) }),
    })
    await bringUpToDate(context, storage)

    const today = day(lastDay)
    const runtime = createRuntime(domain, storage)
    const report = await reportOf(runtime, baseId, { today })
    const next = nextCommands(context, store, await someTrainee(runtime), today)
    const events = (await storage.events.count()) ?? 0
    const read = [...new Set(domain.projections.flatMap(({ reads }) => reads))]
    const matter = (await storage.events.count({ types: read })) ?? 0
    const seconds = (performance.now() - startedAt) / 1000
    if (json) {
      const commands = next.map(({ command }) => command)
      printJson({ ok: true, store: store.name, steps, events, seconds, report, next: commands })
      return
    }
    for (const line of linesOf(context, report)) print(line)
    print('')
    print(translate(texts.played(steps, events, matter, store.shown)))
    print(translate(playTexts.took(seconds.toFixed(1))))
    print(translate(texts.next))
    for (const line of table(next.map(({ command, what }) => [`  ${command}`, `# ${what}`]))) print(line)
  })
  return exitCodes.done
}
