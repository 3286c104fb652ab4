// How many of the willing people have been trained once, by month, and when all of them will have been.
import { addDays, type Day, daysBetween, monthOf, type Projection, type Tally } from '@skein/kernel'
import { z } from 'zod'
import { either, inDivision, withBase } from '../divisions/refs.js'
import type { AdoptedPolicy } from '../policy/policy.js'
import { docKey, hiddenKey, isHidden, partsOfKey } from './shared/keys.js'
import { countOf, countsUnder, Rate, rateOf } from './shared/numbers.js'
import { adopt, policyOn, rotationEndsOn } from './shared/policies.js'
import { onKind, rows } from './shared/rows.js'

type Person = {
  kind: 'person'
  base: string
  division: string
  willing: boolean
  active: boolean
  /** The day of the first completed training. */
  trainedOn: string | null
}
type Area = { kind: 'area'; parent: string | null; willing: { people: number; on: string } | null }
type Base = { kind: 'base'; division: string; commissionedOn: Day | null; adopted: AdoptedPolicy[] }
type Row = Person | Area | Base
type Own = Area | Base

const Surveyed = z.object({
  people: z.number(),
  /** `counted`: in the division itself; `summed`: of the divisions directly below it that have a count. */
  source: z.enum(['counted', 'summed']),
  /** The day of the count; `null` for a sum. */
  on: z.string().nullable(),
  /** The number of divisions in the sum. */
  divisions: z.number(),
})

const Coverage = z.object({ ofSurveyed: Rate, ofNominated: Rate })

const Forecast = z.object({
  /** People still to be trained; `null` if the number of willing people is unknown. */
  remaining: z.number().nullable(),
  /**
   * The day on which everybody had been trained or, at the pace so far, will have been. `null` if there is nobody to
   * train, nobody was trained yet, or it would take more than a century.
   */
  completesOn: z.string().nullable(),
})

export const RotationCoverage = z.object({
  baseId: z.string(),
  /** `null` for the base as a whole. */
  divisionCode: z.string().nullable(),
  /** Willing people by the last survey; `null` without a survey. */
  surveyed: Surveyed.nullable(),
  /** People nominated here who were trained, or are willing and in active status. */
  nominated: z.number(),
  /** People who completed a training, each counted once. */
  trained: z.number(),
  coverage: Coverage,
  /** Months in which somebody completed a first training; `total` and `coverage` are those at the end of the month. */
  months: z.array(z.object({ month: z.string(), trained: z.number(), total: z.number(), coverage: Coverage })),
  /** From commissioning to the day by which everybody is to be trained by policy; `null` before the commissioning. */
  cycle: z.object({ from: z.string(), months: z.number(), dueOn: z.string() }).nullable(),
  forecast: z.object({ ofSurveyed: Forecast, ofNominated: Forecast }),
})
export type RotationCoverage = z.infer<typeof RotationCoverage>

const onPerson = onKind<Row, 'person'>('person')
const onArea = onKind<Row, 'area'>('area')
const onBase = onKind<Row, 'base'>('base')

const setActive = (active: boolean) =>
  onPerson<unknown>((person) => {
    person.active = active
  })

const fold = rows<Row>({
  CandidateNominated: (row, { baseId, divisionCode, willing }) => ({
    kind: 'person',
    base: baseId,
    division: divisionCode,
    willing,
    active: true,
    trainedOn: row?.kind === 'person' ? row.trainedOn : null,
  }),
  ProfileRevised: onPerson((person, { willing }) => {
    person.willing = willing ?? person.willing
  }),
  TrainingCompleted: onPerson((person, { on }) => {
    person.trainedOn ??= on
  }),
  CandidateRejected: setActive(false),
  JourneyWithdrawn: setActive(false),
  TraineeDisqualified: setActive(false),
  JourneyReinstated: setActive(true),
  DivisionRegistered: (_row, { parent }) => ({ kind: 'area', parent: parent ?? null, willing: null }),
  WillingCounted: onArea((area, { people, on }) => {
    area.willing = { people, on }
  }),
  BaseFounded: (_row, { divisionCode }) => ({
    kind: 'base',
    division: divisionCode,
    commissionedOn: null,
    adopted: [],
  }),
  BaseCommissioned: onBase((base, { on }) => {
    base.commissionedOn = on
  }),
  PolicyAdopted: onBase((base, adopted) => adopt(base.adopted, adopted)),
})

const documents = (row: Row, id: string): (readonly [string, Own])[] => {
  if (row.kind === 'area') return [[hiddenKey('division', id), row]]
  return row.kind === 'base' ? [[docKey(id), row]] : []
}

const tallies = (row: Row): (readonly [string, Tally])[] => {
  if (row.kind === 'base') return []
  if (row.kind === 'area') {
    if (row.parent === null || row.willing === null) return []
    return [[hiddenKey('within', row.parent), { divisions: 1, people: row.willing.people }]]
  }
  const { base, division, trainedOn, willing, active } = row
  if (trainedOn === null && !(willing && active)) return []
  const counts = { [trainedOn === null ? 'waiting' : `trained/${trainedOn}`]: 1 }
  return [
    [docKey(base), counts],
    [docKey(base, division), counts],
  ]
}

/** The keys of the division's own survey and of the sum over the divisions below it. */
const surveyKeys = (division: string): readonly [string, string] => [
  hiddenKey('division', division),
  hiddenKey('within', division),
]

/** A day and how many people completed their first training on it. */
type Trainings = readonly (readonly [day: string, people: number])[]

const centuryInDays = 36_525

const forecastOf = (
  willing: number | null,
  trainings: Trainings,
  { from, today }: { readonly from: string | null; readonly today: Day },
): z.infer<typeof Forecast> => {
  if (willing === null) return { remaining: null, completesOn: null }
  let trained = 0
  for (const [on, people] of trainings) {
    trained += people
    if (trained >= willing && willing > 0) return { remaining: 0, completesOn: on }
  }
  const remaining = willing - Math.min(willing, trained)
  const [first] = trainings
  if (remaining === 0 || first === undefined) return { remaining, completesOn: null }
  const days = Math.max(1, daysBetween(from !== null && from < first[0] ? from : first[0], today))
  const daysAhead = Math.ceil((remaining * days) / trained)
  return { remaining, completesOn: daysAhead > centuryInDays ? null : addDays(today, daysAhead) }
}

const monthsOf = (trainings: Trainings, coverageOf: (trained: number) => z.infer<typeof Coverage>) => {
  const byMonth = new Map<string, number>()
  for (const [on, people] of trainings) byMonth.set(monthOf(on), (byMonth.get(monthOf(on)) ?? 0) + people)
  let total = 0
  return [...byMonth].map(([month, trained]) => {
    total += trained
    return { month, trained, total, coverage: coverageOf(total) }
  })
}

/** Keys: the baseId; `baseId/divisionCode` for every division from which somebody was nominated. */
export const rotationCoverage: Projection<Row, Own, RotationCoverage> = {
  name: 'rotationCoverage',
  version: 1,
  division: either(inDivision('divisionCode'), withBase),
  ...fold,
  documents,
  tallies,
  joins: (key, { own }) => {
    if (isHidden(key)) return []
    const [baseId = '', division] = partsOfKey(key)
    if (division !== undefined) return [docKey(baseId), ...surveyKeys(division)]
    return own?.kind === 'base' ? surveyKeys(own.division) : []
  },
  publish: ({ key, own, tally, joined, today }) => {
    if (isHidden(key)) return undefined
    const [baseId = '', divisionCode = null] = partsOfKey(key)
    const base = divisionCode === null ? own : joined.get(docKey(baseId))?.own
    const knownBase = base?.kind === 'base' ? base : undefined
    const division = divisionCode ?? knownBase?.division
    const surveyed =
      division === undefined ? null : surveyedIn(surveyKeys(division).map((surveyKey) => joined.get(surveyKey)))

    const trainings = countsUnder(tally, 'trained/')
    const trained = trainings.reduce((sum, [, people]) => sum + people, 0)
    const nominated = trained + countOf(tally, 'waiting')
    const coverageOf = (people: number) => ({
      ofSurveyed: rateOf(people, surveyed?.people ?? 0),
      ofNominated: rateOf(people, nominated),
    })
    const from = knownBase?.commissionedOn ?? null
    const policy = policyOn(knownBase?.adopted, today)
    const dueOn = rotationEndsOn(from, policy)
    return {
      baseId,
      divisionCode,
      surveyed,
      nominated,
      trained,
      coverage: coverageOf(trained),
      months: monthsOf(trainings, coverageOf),
      cycle: from === null || dueOn === null ? null : { from, months: policy.rotationMonths, dueOn },
      forecast: {
        ofSurveyed: forecastOf(surveyed?.people ?? null, trainings, { from, today }),
        ofNominated: forecastOf(nominated, trainings, { from, today }),
      },
    }
  },
  schema: RotationCoverage,
}

const surveyedIn = ([itself, within]: readonly ({ readonly own?: Own; readonly tally: Tally } | undefined)[]) => {
  const counted = itself?.own?.kind === 'area' ? itself.own.willing : null
  if (counted !== null) return { ...counted, source: 'counted' as const, divisions: 1 }
  const divisions = within === undefined ? 0 : countOf(within.tally, 'divisions')
  if (within === undefined || divisions === 0) return null
  return { people: countOf(within.tally, 'people'), source: 'summed' as const, on: null, divisions }
}
