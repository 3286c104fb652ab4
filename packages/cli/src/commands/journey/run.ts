import { domain, type Projections } from '@skein/core'
import { createRuntime } from '@skein/engine'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { failed } from '../../failure.js'
import { baseQueryIn } from '../../input/base.js'
import { table, visible } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { detailOf } from './detail.js'
import { stepNames, journeyTexts as texts } from './texts.js'

type Step = Projections.JourneyTimeline['steps'][number]

export const run: Run = async (context, [id = '']) => {
  const { into } = baseQueryIn(context)
  const store = chosenStore(context)
  const timeline = await withStorage(store, { access: 'read' }, async (storage) => {
    // sound: the read model of this name publishes this document
    const found = (await createRuntime(domain, storage)
      .read('journeyTimeline')
      .get(id, into === undefined ? {} : { into })) as Projections.JourneyTimeline | undefined
    if (found === undefined) throw failed('unknownTrainee', texts.unknown(id, store.name))
    return found
  })
  if (context.json) context.printJson(timeline)
  else {
    const { translate, print } = context
    print(translate(texts.heading(visible(timeline.traineeId), timeline.steps.length)))
    print('')
    for (const line of table(timeline.steps.map((step) => rowOf(context, step)))) print(line)
  }
  return exitCodes.done
}

const isNamed = (event: string): event is keyof typeof stepNames => Object.hasOwn(stepNames, event)

const rowOf = ({ translate, language }: Context, { on, event, detail, policyVersion }: Step): readonly string[] => [
  on,
  isNamed(event) ? translate(stepNames[event]) : event,
  [detailOf(detail, language), policyVersion === undefined ? '' : translate(texts.policy(policyVersion))]
    .filter((part) => part !== '')
    .join(' '),
]
