import { type SimulateOptions, simulate } from '@skein/simulator'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { usageError } from '../../failure.js'
import { divisionsIn, ownDivisions } from '../../input/divisions.js'
import { dayIn, seedIn, wholeNumberIn } from '../../input/values.js'
import { findMasterKey, findOrMakeMasterKey } from '../../storage/master-key.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { playTexts } from '../../texts/play.js'
import { bringUpToDate, playWithProgress } from '../play-with-progress.js'
import { simulateTexts as texts } from './texts.js'

export const run: Run = async (context) => {
  const startedAt = performance.now()
  const { io, options, json, print, printJson, translate } = context
  const store = chosenStore(context)
  const programme = programmeIn(context)
  const sources = { env: io.env, file: options.text('masterKeyFile'), store: store.url }
  // a key that is none is found out before a database is made
  findMasterKey(sources)

  // what a power cut could take, the same options tell again
  await withStorage(store, { access: 'create', durability: 'normal' }, async (storage) => {
    const { steps, refused } = await playWithProgress(context, storage, {
      label: texts.label,
      store: store.name,
      masterKey: findOrMakeMasterKey(sources, (await storage.events.head()) === undefined),
      steps: () => simulate(programme),
    })
    await bringUpToDate(context, storage)
    const events = (await storage.events.count()) ?? 0
    const seconds = (performance.now() - startedAt) / 1000
    if (json) printJson({ ok: true, store: store.name, steps, events, refused: refused.length, seconds })
    else {
      print(translate(texts.done(steps, events, refused.length, store.name)))
      print(translate(playTexts.took(seconds.toFixed(1))))
    }
  })
  return exitCodes.done
}

const programmeIn = ({ options }: Context): SimulateOptions => {
  const numberIn = (name: string, least: number, most: number): number | undefined => {
    const typed = options.text(name)
    return typed === undefined ? undefined : wholeNumberIn(`--${name}`, typed, least, most)
  }
  const trainees = numberIn('trainees', 1, 1_000_000) ?? 300
  const months = numberIn('months', 2, 240) ?? 24
  const households = numberIn('households', 0, 1_000_000)
  const start = options.text('start')
  const file = options.text('divisions')
  const divisions = file === undefined ? ownDivisions() : divisionsIn(file)
  const isParent = (code: string): boolean => divisions.some(({ parent }) => parent === code)
  if (!divisions.some(({ level, code }) => level === 'township' && isParent(code)))
    throw usageError('badDivisions', texts.noTownship(file ?? ''))
  return {
    seed: seedIn(options) ?? 1,
    divisions,
    trainees,
    months,
    ...(households === undefined ? {} : { households }),
    ...(start === undefined ? {} : { start: dayIn('--start', start) }),
  }
}
