// The dated steps of one person, with the policy version behind each.
import type { AnyEvent, EventContext, Projection } from '@skein/kernel'
import { z } from 'zod'
import { withTrainee } from '../divisions/refs.js'
import { types } from '../journey/events.js'
import { stream } from '../journey/views.js'

const Step = z.object({
  on: z.string(),
  event: z.string(),
  revision: z.number(),
  /** The data of the event without personal data: ids, codes and figures. */
  detail: z.record(z.string(), z.unknown()),
  /** The version of the policy that the decision read, if it read one. */
  policyVersion: z.number().optional(),
})

export const JourneyTimeline = z.object({
  traineeId: z.string(),
  /** By day, and in recorded order within a day. */
  steps: z.array(Step),
})
export type JourneyTimeline = z.infer<typeof JourneyTimeline>

// sound: in all events of a journey these fields have the same meaning
type JourneyData = AnyEvent['data'] & { personal?: unknown; note?: unknown; traineeId?: unknown }

const stepOf = ([{ type, data }, source]: readonly [AnyEvent, EventContext]): z.infer<typeof Step> => {
  const { on, personal: _personal, note: _note, traineeId: _traineeId, ...detail }: JourneyData = data
  const policyVersion = source.policyVersion()
  return { on, event: type, revision: source.revision, detail, ...(policyVersion !== undefined && { policyVersion }) }
}

const byDay = (a: z.infer<typeof Step>, b: z.infer<typeof Step>): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)

/** Key: the traineeId. Only the number of steps is stored; the steps are read from the events of the journey. */
export const journeyTimeline: Projection<number, number, JourneyTimeline> = {
  name: 'journeyTimeline',
  version: 2,
  division: withTrainee,
  reads: Object.keys(types),
  row: (steps = 0) => steps + 1,
  documents: (steps, id) => [[id, steps]],
  history: (key) => stream(key),
  publish: ({ key, own, history }) =>
    own === undefined ? undefined : { traineeId: key, steps: history.slice(0, own).map(stepOf).sort(byDay) },
  schema: JourneyTimeline,
}
