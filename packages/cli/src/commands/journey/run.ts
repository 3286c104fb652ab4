import type { Projections } from '@skein/core'
import type { Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { failed } from '../../failures/failure.js'
import { assertBoundedOnce, openBoundedReader } from '../../input/bounded-reader.js'
import { boundsOf } from '../../input/bounds.js'
import { detailText } from '../../output/detail.js'
import { table } from '../../output/table.js'
import { visible } from '../../output/visible.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { journeyCommand } from './command.js'
import { journeyMessages as messages, stepNames } from './messages.js'

type Timeline = Projections.JourneyTimeline

export const run: Run<typeof journeyCommand> = async (context, { id, kept, ...input }) => {
  const bounds = boundsOf(input)
  assertBoundedOnce(bounds, kept)
  const store = chosenStore(context)
  const timeline = await withStorage(store, { access: 'read' }, async (storage) => {
    const projections = ['journeyTimeline']
    const { reader, ...generation } = await openBoundedReader(context, storage, bounds, { kept, projections })
    // sound: the read model of this name publishes this document
    const found = (await reader.read('journeyTimeline').get(id, generation)) as Timeline | undefined
    if (found === undefined) throw failed('unknownTrainee', messages.unknown(id, store.name))
    return found
  })
  if (context.json) context.printJson(timeline)
  else for (const line of timelineLines(context, timeline)) context.print(line)
  return exitCodes.done
}

const timelineLines = (context: Context, { traineeId, steps }: Timeline): readonly string[] => [
  context.translate(messages.heading(visible(traineeId), steps.length)),
  '',
  ...table(steps.map((step) => rowOf(context, step))),
]

const rowOf = (
  { translate, language }: Context,
  { on, event, revision, detail, policyVersion, annulled }: Timeline['steps'][number],
): readonly string[] => [
  on,
  String(revision),
  hasName(event) ? translate(stepNames[event]) : event,
  [
    annulled === undefined ? '' : translate(messages.annulled(annulled)),
    detailText(detail, language),
    policyVersion === undefined ? '' : translate(messages.policy(policyVersion)),
  ]
    .filter((part) => part !== '')
    .join(' '),
]

const hasName = (event: string): event is keyof typeof stepNames => Object.hasOwn(stepNames, event)
