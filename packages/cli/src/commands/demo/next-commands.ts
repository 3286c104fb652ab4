import type { Reader } from '@skein/engine'
import type { Context } from '../../context.js'
import { shellWord } from '../../output/shell.js'
import type { ChosenStore } from '../../storage/chosen-store.js'
import { demoMessages as messages } from './messages.js'

/** Three commands that show more of the database, ready to be pasted. */
export const nextCommands = (
  { translate, globalOptions: { lang } }: Context,
  { options: storeOptions }: ChosenStore,
  traineeId: string,
  today: string,
): readonly { readonly command: string; readonly what: string }[] => {
  const options = storeOptions + (lang === undefined ? '' : ` --lang ${lang}`)
  return [
    { command: `npx skein journey ${shellWord(traineeId)} ${options}`, what: translate(messages.journey) },
    { command: `npx skein worklist --today ${today} ${options}`, what: translate(messages.worklist) },
    { command: `npx skein rebuild --all ${options}`, what: translate(messages.rebuild) },
  ]
}

/** A trainee with a long history: a mentor, where there is one. */
export const findTrainee = async (reader: Reader): Promise<string> => {
  const { items } = await reader.read('mentoringNetwork').list({ limit: 100 })
  for (const { doc } of items)
    if (typeof doc === 'object' && doc !== null && 'mentorId' in doc && typeof doc.mentorId === 'string')
      return doc.mentorId
  const [first] = (await reader.read('journeyTimeline').list({ limit: 1 })).items
  return first?.key ?? ''
}
