import { Journey, type Projections } from '@skein/core'
import { readVerified, type Storage } from '@skein/engine'
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
  const [timeline, missingBefore] = await withStorage(store, { access: 'read' }, async (storage) => {
    const projections = ['journeyTimeline']
    const { reader, ...generation } = await openBoundedReader(context, storage, bounds, { kept, projections })
    let missingBefore: number | undefined
    const onLost = (_: string, first: number) => {
      missingBefore = first
    }
    // sound: the read model of this name publishes this document
    const found = (await reader.read('journeyTimeline').get(id, { ...generation, onLost })) as Timeline | undefined
    if (found !== undefined) return [found, missingBefore]
    await assertReadable(storage, id)
    throw failed('unknownTrainee', messages.unknown(id, store.name))
  })
  if (context.json) context.printJson({ ...timeline, ...(missingBefore !== undefined && { missingBefore }) })
  else for (const line of timelineLines(context, timeline, missingBefore)) context.print(line)
  return exitCodes.done
}

/** A stream with damage is in no read model that was computed since: throws what is wrong with it. */
const assertReadable = async ({ events }: Pick<Storage, 'events'>, id: string): Promise<void> => {
  for await (const _ of readVerified(events, Journey.stream(id))) return
}

const timelineLines = (
  context: Context,
  { traineeId, steps }: Timeline,
  missingBefore: number | undefined,
): readonly string[] => [
  context.translate(messages.heading(visible(traineeId), steps.length)),
  ...(missingBefore === undefined ? [] : [context.translate(messages.missing(missingBefore))]),
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
