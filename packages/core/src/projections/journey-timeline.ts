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

/** As it is kept, for there are many: the day, the event, its revision, the detail, the policy version. */
type Kept = readonly [string, string, number, Record<string, unknown>, number?]
type Row = { steps: Kept[] }

// sound: no event of a journey means anything else by these fields
type Told = Fact['data'] & { personal?: unknown; note?: unknown; traineeId?: unknown }

const keep = ({ type, data }: Fact, source: Source): Kept => {
  const { on, personal: _personal, note: _note, traineeId: _traineeId, ...detail }: Told = data
  const policyVersion = source.policyVersion()
  const kept = [on, type, source.revision, detail] as const
  return policyVersion === undefined ? kept : [...kept, policyVersion]
}

const stepOf = ([on, event, revision, detail, policyVersion]: Kept): z.infer<typeof Step> => ({
  on,
  event,
  revision,
  detail,
  ...(policyVersion !== undefined && { policyVersion }),
})

const byDayThenRevision = (a: Kept, b: Kept): number => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[2] - b[2])

/** Key: the traineeId. */
export const journeyTimeline: Projection<Row, Row, JourneyTimeline> = {
  name: 'journeyTimeline',
  version: 1,
  reads: Object.keys(types),
  readsMetadata: true,
  row: (row, event, source) => {
    const next = row ?? { steps: [] }
    next.steps.push(keep(event, source))
    return next
  },
  documents: (row, id) => [[id, row]],
  publish: ({ key, own }) =>
    own && {
      traineeId: key,
      steps: [...own.steps].sort(byDayThenRevision).map(stepOf),
    },
  schema: JourneyTimeline,
}
