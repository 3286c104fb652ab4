import { readFileSync } from 'node:fs'
import { domain } from '@skein/core'
import { createRuntime, type Storage, status } from '@skein/engine'
import { baseId, lastDay, parseDivisions, story } from '@skein/example-chadian'
import { day } from '@skein/kernel'
import { PlayError, type PlayReport, play } from '@skein/simulator'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { failed } from '../../failure.js'
import { interrupted } from '../../failure-of.js'
import { wholeNumberIn } from '../../input/values.js'
import { table } from '../../output/table.js'
import { findMasterKey, findOrMakeMasterKey } from '../../storage/master-key.js'
import { type ChosenStore, withStorage } from '../../storage/with-storage.js'
import { progressTexts } from '../../texts/progress.js'
import { rebuildShown } from '../rebuild/run.js'
import { linesOf, reportOf } from '../report/render.js'
import { nextCommands, someTrainee } from './next.js'
import { demoTarget } from './target.js'
import { demoTexts as texts } from './texts.js'

export const run: Run = async (context) => {
  const startedAt = performance.now()
  const { options, say, print, printJson, json } = context
  const store = demoTarget(context)
  const typedSeed = options.text('seed')
  const seed = typedSeed === undefined ? undefined : wholeNumberIn('--seed', typedSeed, 0, 4_294_967_295)
  const sources = { env: context.io.env, file: options.text('masterKeyFile'), store: store.url }
  // a key that is none is found out before a database is made
  findMasterKey(sources)

  // what a power cut could take, the story can tell again
  await withStorage(store, { access: 'create', durability: 'normal' }, async (storage) => {
    const masterKey = findOrMakeMasterKey(sources, (await storage.events.head()) === undefined)
    const played = await playShown(context, store, storage, { masterKey, seed })
    await upToDate(context, storage)
    const today = day(lastDay)
    const runtime = createRuntime(domain, storage)
    const report = await reportOf(runtime, baseId, { today })
    const next = nextCommands(context, store, await someTrainee(runtime), today)
    const events = (await storage.events.count()) ?? played.events
    const seconds = (performance.now() - startedAt) / 1000
    if (json) {
      printJson({
        ok: true,
        store: store.name,
        steps: played.steps,
        events,
        seconds,
        report,
        next: next.map(({ command }) => command),
      })
      return
    }
    for (const line of linesOf(context, report)) print(line)
    print('')
    print(say(texts.played(played.steps, events, store.path)))
    print(say(texts.took(seconds.toFixed(1))))
    print(say(texts.next))
    for (const line of table(next.map(({ command, what }) => [`  ${command}`, `# ${what}`]))) print(line)
  })
  return exitCodes.done
}

interface Playing {
  readonly masterKey: string | undefined
  readonly seed: number | undefined
}

const playShown = async (
  context: Context,
  { path }: ChosenStore & { readonly path: string },
  storage: Storage,
  { masterKey, seed }: Playing,
): Promise<PlayReport> => {
  const { io } = context
  const divisions = parseDivisions(readFileSync(new URL('./divisions-wuding.csv', import.meta.url), 'utf8'))
  const steps = [...story({ divisions, ...(seed === undefined ? {} : { seed }) })]
  const progress = context.progress(texts.label, progressTexts.steps)
  try {
    const played = await play(storage, steps, {
      signal: io.signal,
      onProgress: ({ steps: done }) => progress.update(done, steps.length),
      ...(masterKey === undefined ? {} : { masterKey }),
    })
    if (played.interrupted) throw interrupted()
    return played
  } catch (error) {
    throw error instanceof PlayError ? failed('otherLog', texts.otherLog(path, error.message), error) : error
  } finally {
    progress.end()
  }
}

/** Read models that are missing or behind are told anew. */
const upToDate = async (context: Context, storage: Storage): Promise<void> => {
  const all = await status(domain, storage)
  if (all.every(({ state, lag }) => state === 'live' && lag === 0)) return
  const { interrupted: isInterrupted } = await rebuildShown(context, storage, { signal: context.io.signal })
  if (isInterrupted) throw interrupted()
}
