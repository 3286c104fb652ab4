// Programmes for any divisions: a base in as many townships as the people need.
import { type CommandInput, Policy } from '@skein/core'
import { addDays, addMonths, type Day, day } from '@skein/kernel'
import { assembleFaculty } from './faculty.js'
import type { BaseSite, Industry } from './place.js'
import { runProgramme } from './programme.js'
import { type Schedule, type Step, tell } from './schedule.js'

export interface Division {
  readonly code: string
  readonly name: string
  readonly level: 'county' | 'township' | 'village'
  readonly parent?: string
}

export interface SimulateOptions {
  readonly seed: number
  readonly divisions: readonly Division[]
  readonly trainees: number
  readonly months: number
  /** Poor households in all; default a third of the trainees. */
  readonly households?: number
  /** The day the programme begins; default 2018-03-27. */
  readonly start?: string
  /** Changes to the policy that every base adopts. */
  readonly policy?: PolicyChanges
}

/** What a policy may say otherwise, as `AdoptPolicy` takes it. */
export type PolicyChanges = Extract<CommandInput, { type: 'AdoptPolicy' }>['data']['policy']

export const illustrativeIndustries: readonly Industry[] = [
  { name: 'morels', unit: 'mu', threshold: 10 },
  { name: 'white-lingzhi', unit: 'mu', threshold: 6 },
  { name: 'snow-peach', unit: 'mu', threshold: 20 },
]

/** Illustrative: a programme sets its own lines. Fen a head and year. */
export const illustrativePovertyLines: Readonly<Record<string, number>> = {
  2018: 350_000,
  2019: 375_000,
  2020: 400_000,
}

const lineFen = 350_000
const peopleToABase = 2_500

/** A whole programme as steps: the same options give the same steps. */
export const simulate = ({
  seed,
  divisions,
  trainees,
  months,
  households,
  start = '2018-03-27',
  policy = {},
}: SimulateOptions): Iterable<Step> => {
  const from = day(start)
  return tell({ seed, start: addDays(from, -7), until: addMonths(from, months), name: 'simulation' }, (schedule) => {
    const townships = divisions.filter(
      ({ code, level }) => level === 'township' && divisions.some(({ parent }) => parent === code),
    )
    const chosen = townships.slice(0, Math.max(1, Math.ceil(trainees / peopleToABase)))
    if (chosen.length === 0) throw new RangeError('a simulation needs a township with at least one village')
    registerDivisions(schedule, divisions, schedule.today)
    chosen.forEach((township, n) => {
      const share = (all: number) => Math.floor((all * (n + 1)) / chosen.length) - Math.floor((all * n) / chosen.length)
      const site = foundBase(schedule, divisions, township, from, policy)
      schedule.at(from, () =>
        runProgramme(schedule, site, {
          trainees: share(trainees),
          households: share(households ?? Math.ceil(trainees / 3)),
          months,
          lineFen,
          faculty: assembleFaculty(schedule, site, 30),
        }),
      )
    })
  })
}

/** Registers them, parents first, today. */
export const registerDivisions = ({ say }: Schedule, divisions: readonly Division[], on: Day): void => {
  for (const level of ['county', 'township', 'village'] as const)
    for (const { code, name, parent } of divisions.filter((division) => division.level === level))
      say({ type: 'RegisterDivision', data: { code, level, name, ...(parent !== undefined && { parent }), on } })
}

const foundBase = (
  { say, at, today: on }: Schedule,
  divisions: readonly Division[],
  township: Division,
  opening: Day,
  changes: PolicyChanges,
): BaseSite => {
  const policy = Policy.parse({
    scaleThresholds: Object.fromEntries(
      illustrativeIndustries.map(({ name, unit, threshold }) => [name, { unit, quantity: threshold }]),
    ),
    povertyLineFen: illustrativePovertyLines,
    ...changes,
  })
  const baseId = `base-${township.code}`
  const villages = divisions.filter(({ parent }) => parent === township.code).map(({ code }) => code)
  const place = (kind: string) => `${baseId}-${kind}`
  say({
    type: 'FoundBase',
    data: { baseId, divisionCode: township.code, name: `${township.name} training base`, areaMu: 20, on },
  })
  const facilities = [
    { kind: 'classroom', zone: 'teaching', seats: 120 },
    { kind: 'dormitory', zone: 'living', beds: 60 },
    { kind: 'crop-ground', zone: 'cropTraining' },
    { kind: 'livestock-ground', zone: 'livestockTraining' },
  ] as const
  for (const { kind, ...facility } of facilities)
    say({
      type: 'OpenFacility',
      data: { baseId, placeId: place(kind), kind, name: kind, certainty: 'exact', ...facility, on },
    })
  say({ type: 'AdoptPolicy', data: { baseId, version: 1, effectiveFrom: opening, policy, on } })
  // a year on, visits are to be more frequent
  const revised = addMonths(opening, 12)
  at(revised, () =>
    say({
      type: 'AdoptPolicy',
      data: { baseId, version: 2, effectiveFrom: revised, policy: { ...policy, visitEveryDays: 25 }, on: revised },
    }),
  )
  at(opening, () => say({ type: 'CommissionBase', data: { baseId, on: opening } }))
  return {
    baseId,
    villages,
    classroom: place('classroom'),
    dormitory: place('dormitory'),
    practicePlaces: [place('crop-ground')],
    industries: Object.entries(policy.scaleThresholds).map(([name, { unit, quantity }]) => ({
      name,
      unit,
      threshold: quantity,
    })),
    seats: policy.batchSeats,
    opensOn: addDays(opening, 30),
  }
}
