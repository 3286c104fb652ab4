// The dated steps of one person, with the policy version behind each.
import type { AnyEvent, DocumentEvent, Projection } from '@skein/kernel'
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
  /** Why, by whom and when the step was annulled; absent for one that stands. */
  annulled: z
    .object({
      reason: z.string(),
      rule: z.string().optional(),
      /** The sender. */
      by: z.string(),
      decidedBy: z.object({ role: z.string(), id: z.string() }).optional(),
      at: z.string(),
    })
    .optional(),
})

export const JourneyTimeline = z.object({
  traineeId: z.string(),
  /** By day, whenever they were recorded; annulled and recomputed ones at the places that they had. */
  steps: z.array(Step),
})
export type JourneyTimeline = z.infer<typeof JourneyTimeline>

// sound: in all events of a journey these fields have the same meaning
type JourneyData = AnyEvent['data'] & { personal?: unknown; note?: unknown; traineeId?: unknown }

const stepOf = ({ event: { type, data }, context, annulled }: DocumentEvent): z.infer<typeof Step> => {
  const { on, personal: _personal, note: _note, traineeId: _traineeId, ...detail }: JourneyData = data
  const policyVersion = context.policyVersion()
  return {
    on,
    event: type,
    revision: context.revision,
    detail,
    ...(policyVersion !== undefined && { policyVersion }),
    ...(annulled !== undefined && { annulled }),
  }
}

/** Key: the traineeId. Only that a person has steps is stored; the steps are read from the history of the journey. */
export const journeyTimeline: Projection<true, true, JourneyTimeline> = {
  name: 'journeyTimeline',
  version: 3,
  division: withTrainee,
  reads: Object.keys(types),
  row: () => true,
  documents: (row, id) => [[id, row]],
  history: (key) => stream(key),
  publish: ({ key, own, history }) => (own === undefined ? undefined : { traineeId: key, steps: history.map(stepOf) }),
  schema: JourneyTimeline,
}
