// The dated steps of one person, with the policy version behind each.
import type { Fact, Projection, Source } from '@skein/kernel'
import { z } from 'zod'
import { types } from '../journey/events.js'

const Step = z.object({
  on: z.string(),
  event: z.string(),
  revision: z.number(),
  /** What the step speaks of, in ids, codes and figures; personal data is left out. */
  detail: z.record(z.string(), z.unknown()),
  /** The version of the programme policy that the decision read, where it read one. */
  policyVersion: z.number().optional(),
})

export const JourneyTimeline = z.object({
  traineeId: z.string(),
  /** By day, and in recorded order within a day. */
  steps: z.array(Step),
})
export type JourneyTimeline = z.infer<typeof JourneyTimeline>
type Row = { steps: z.infer<typeof Step>[] }

const leftOut = new Set(['on', 'personal', 'note', 'traineeId'])

const stepOf = ({ type, data }: Fact, source: Source): z.infer<typeof Step> => {
  const { policyVersion } = source.metadata()
  const detail = Object.fromEntries(
    Object.entries(data).filter(([field, value]) => !leftOut.has(field) && value !== undefined),
  )
  return {
    on: data.on,
    event: type,
    revision: source.revision,
    detail,
    ...(policyVersion !== undefined && { policyVersion }),
  }
}

/** Key: the traineeId. */
export const journeyTimeline: Projection<Row, Row, JourneyTimeline> = {
  name: 'journeyTimeline',
  version: 1,
  reads: Object.keys(types),
  row: (row, event, source) => {
    const next = row ?? { steps: [] }
    next.steps.push(stepOf(event, source))
    return next
  },
  documents: (row, id) => [[id, row]],
  publish: ({ key, own }) =>
    own && {
      traineeId: key,
      steps: [...own.steps].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.revision - b.revision)),
    },
  schema: JourneyTimeline,
}
