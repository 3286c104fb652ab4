import type { Runtime } from '@skein/engine'
import type { Context } from '../../command.js'
import { shellWord } from '../../output/shell.js'
import type { ChosenStore } from '../../storage/with-storage.js'
import { demoTexts as texts } from './texts.js'

/** Three commands that show more of the database, ready to be pasted. */
export const nextCommands = (
  { translate, options }: Context,
  { name, readModels }: ChosenStore,
  traineeId: string,
  today: string,
): readonly { readonly command: string; readonly what: string }[] => {
  const lang = options.text('lang')
  const rest = [
    `--store ${shellWord(name)}`,
    ...(readModels === undefined ? [] : [`--read-models ${shellWord(readModels)}`]),
    ...(lang === undefined ? [] : [`--lang ${lang}`]),
  ].join(' ')
  return [
    { command: `npx skein journey ${shellWord(traineeId)} ${rest}`, what: translate(texts.forTrainee) },
    { command: `npx skein worklist --today ${today} ${rest}`, what: translate(texts.forWorklist) },
    { command: `npx skein rebuild --all ${rest}`, what: translate(texts.forRebuild) },
  ]
}

/** Somebody who came far: a mentor, where there is one. */
export const someTrainee = async (runtime: Runtime): Promise<string> => {
  const { items } = await runtime.read('mentoringNetwork').list({ limit: 100 })
  for (const { doc } of items)
    if (typeof doc === 'object' && doc !== null && 'mentorId' in doc && typeof doc.mentorId === 'string')
      return doc.mentorId
  const [first] = (await runtime.read('journeyTimeline').list({ limit: 1 })).items
  return first?.key ?? ''
}
