// How many people reached each stage, where they are now, and how long each step took.
import { type DivisionRef, daysBetween, type Projection, streamOf } from '@skein/kernel'
import { z } from 'zod'
import { countsUnder, medianOf, recordUnder } from './shared/numbers.js'
import { onRow, rows } from './shared/rows.js'

const stages = ['nominated', 'selected', 'trained', 'leadCandidate', 'leadHousehold', 'mentoring'] as const
type Stage = (typeof stages)[number]

type Row = {
  base: string
  division: string
  category: string
  /** The first day at each stage, in any nomination. */
  reached: Partial<Record<Stage, string>>
  selected: boolean
  listed: boolean
  recognised: string[]
  agreements: string[]
  status: 'active' | 'rejected' | 'withdrawn' | 'disqualified'
}

const reach = (row: Row, stage: Stage, on: string): void => {
  row.reached[stage] ??= on
}

const add = (list: string[], id: string): void => {
  if (!list.includes(id)) list.push(id)
}

const remove = (list: string[], id: string): void => {
  const at = list.indexOf(id)
  if (at >= 0) list.splice(at, 1)
}

const stageOf = (row: Row): Stage => {
  if (row.agreements.length > 0) return 'mentoring'
  if (row.recognised.length > 0) return 'leadHousehold'
  if (row.listed) return 'leadCandidate'
  if (row.reached.trained !== undefined) return 'trained'
  return row.selected ? 'selected' : 'nominated'
}

const setStatus = (status: Row['status']) =>
  onRow<Row, unknown>((row) => {
    row.status = status
  })

const tally = (row: Row): Record<string, number> => {
  const counts: Record<string, number> = {}
  let previous: string | undefined
  let from: Stage | undefined
  for (const stage of stages) {
    const on = row.reached[stage]
    if (on === undefined) continue
    counts[`reached/${stage}`] = 1
    // a person may be listed before the training: then that step took 0 days
    if (previous !== undefined && from !== undefined)
      counts[`days/${from}/${stage}/${Math.max(0, daysBetween(previous, on))}`] = 1
    previous = on
    from = stage
  }
  if (row.status === 'active') counts[`current/${stageOf(row)}`] = 1
  else counts[`left/${row.status}`] = 1
  return counts
}

const People = z.record(z.string(), z.number())
export const JourneyFunnel = z.object({
  key: z.string(),
  /** The number of people who ever reached a stage. */
  reached: People,
  /** The number of people in active status, by their stage now. */
  current: People,
  /** The number of people who left, by status. */
  left: People,
  /** Days from one stage to the next one reached: the median, and the number of people. */
  days: z.array(z.object({ from: z.string(), to: z.string(), median: z.number(), people: z.number() })),
})
export type JourneyFunnel = z.infer<typeof JourneyFunnel>

/** The division of a key; a category is counted over all divisions. */
const divisionOfKey = (_doc: object, key: string): DivisionRef | undefined => {
  const colon = key.indexOf(':')
  const [kind, id] = [key.slice(0, colon), key.slice(colon + 1)]
  if (kind === 'division') return { division: id }
  if (kind === 'base') return { with: streamOf('base', id) }
  return kind === 'category' ? 'everywhere' : undefined
}

/** Keys: `base:{id}`, `division:{code}`, `category:{word}`. */
export const journeyFunnel: Projection<Row, never, JourneyFunnel> = {
  name: 'journeyFunnel',
  version: 1,
  division: divisionOfKey,
  ...rows<Row>({
    CandidateNominated: (row, { baseId, divisionCode, category, on }) => {
      const next: Row = row ?? {
        base: '',
        division: '',
        category: '',
        reached: {},
        selected: false,
        listed: false,
        recognised: [],
        agreements: [],
        status: 'active',
      }
      Object.assign(next, { base: baseId, division: divisionCode, category, status: 'active' })
      Object.assign(next, { selected: false, listed: false, recognised: [] })
      reach(next, 'nominated', on)
      return next
    },
    TraineeSelected: onRow((row, { on }) => {
      row.selected = true
      reach(row, 'selected', on)
    }),
    TrainingCompleted: onRow((row, { on }) => reach(row, 'trained', on)),
    LeadCandidateListed: onRow((row, { on }) => {
      row.listed = true
      reach(row, 'leadCandidate', on)
    }),
    LeadCandidateDelisted: onRow((row) => {
      row.listed = false
    }),
    LeadHouseholdRecognised: onRow((row, { industry, on }) => {
      add(row.recognised, industry)
      reach(row, 'leadHousehold', on)
    }),
    RecognitionRevoked: onRow((row, { industry }) => remove(row.recognised, industry)),
    MentoringStarted: onRow((row, { agreementId, on }) => {
      add(row.agreements, agreementId)
      reach(row, 'mentoring', on)
    }),
    MentoringEnded: onRow((row, { agreementId }) => remove(row.agreements, agreementId)),
    CandidateRejected: setStatus('rejected'),
    JourneyWithdrawn: setStatus('withdrawn'),
    TraineeDisqualified: setStatus('disqualified'),
    JourneyReinstated: setStatus('active'),
  }),
  tallies: (row) => {
    const counts = tally(row)
    return [
      [`base:${row.base}`, counts],
      [`division:${row.division}`, counts],
      [`category:${row.category}`, counts],
    ]
  },
  publish: ({ key, tally }) => ({
    key,
    reached: recordUnder(tally, 'reached/'),
    current: recordUnder(tally, 'current/'),
    left: recordUnder(tally, 'left/'),
    days: stages.flatMap((from, at) =>
      stages.slice(at + 1).flatMap((to) => {
        const histogram = countsUnder(tally, `days/${from}/${to}/`)
        const median = medianOf(histogram)
        const people = histogram.reduce((sum, [, count]) => sum + count, 0)
        return median === null ? [] : [{ from, to, median, people }]
      }),
    ),
  }),
  schema: JourneyFunnel,
}
