// Programmes for any divisions, with as many bases as the trainees need, each in a township.
import { type CommandInput, Policy } from '@skein/core'
import { addDays, addMonths, checkOptions, type Day, day, type OptionTypes, option } from '@skein/kernel'
import { assembleFaculty } from './faculty.js'
import { runProgramme } from './programme.js'
import { type Schedule, type Step, scheduledSteps } from './schedule.js'
import type { BaseSite, Industry } from './site.js'

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
  /** The number of poor households; default a third of the trainees. */
  readonly households?: number
  /** The day on which the programme begins; default 2018-03-27. */
  readonly start?: string
  /** Fields of the policy that every base adopts, where they are to differ from the defaults. */
  readonly policy?: PolicyChanges
}

/** Fields of a policy, as `AdoptPolicy` takes them. */
export type PolicyChanges = Extract<CommandInput, { type: 'AdoptPolicy' }>['data']['policy']

export const illustrativeIndustries: readonly Industry[] = [
  { name: 'morels', unit: 'mu', threshold: 10 },
  { name: 'white-lingzhi', unit: 'mu', threshold: 6 },
  { name: 'snow-peach', unit: 'mu', threshold: 20 },
]

/** Poverty lines in fen a head and year. Illustrative: a programme sets its own. */
export const illustrativePovertyLines: Readonly<Record<string, number>> = {
  2018: 350_000,
  2019: 375_000,
  2020: 400_000,
}

const lineFen = 350_000

const optionTypes: OptionTypes = {
  seed: option.required(option.wholeNumber(Number.MIN_SAFE_INTEGER)),
  divisions: option.required({ expected: { en: 'an array of divisions', zh: '区划数组' }, fits: Array.isArray }),
  trainees: option.required(option.wholeNumber(0)),
  months: option.required(option.wholeNumber(0)),
  households: option.wholeNumber(0),
  start: option.day,
}
const traineesPerBase = 2_500

/** The steps of a whole programme; the same options give the same steps. Throws `Misconfigured` for unusable options. */
export const simulate = (options: SimulateOptions): Iterable<Step> => {
  checkOptions('simulate', options, optionTypes)
  const { seed, divisions, trainees, months, households, start = '2018-03-27', policy = {} } = options
  const from = day(start)
  return scheduledSteps(
    { seed, start: addDays(from, -7), until: addMonths(from, months), name: 'simulation' },
    (schedule) => {
      const townships = divisions.filter(
        ({ code, level }) => level === 'township' && divisions.some(({ parent }) => parent === code),
      )
      const chosen = townships.slice(0, Math.max(1, Math.ceil(trainees / traineesPerBase)))
      if (chosen.length === 0) throw new RangeError('a simulation needs a township with at least one village')
      registerDivisions(schedule, divisions, schedule.today)
      chosen.forEach((township, n) => {
        const share = (all: number) =>
          Math.floor((all * (n + 1)) / chosen.length) - Math.floor((all * n) / chosen.length)
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
    },
  )
}

/** Registers divisions today, parents first. */
export const registerDivisions = ({ send }: Schedule, divisions: readonly Division[], on: Day): void => {
  for (const level of ['county', 'township', 'village'] as const)
    for (const { code, name, parent } of divisions.filter((division) => division.level === level))
      send({ type: 'RegisterDivision', data: { code, level, name, ...(parent !== undefined && { parent }), on } })
}

const foundBase = (
  { send, at, today: on }: Schedule,
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
  const placeIdOf = (kind: string) => `${baseId}-${kind}`
  send({
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
    send({
      type: 'OpenFacility',
      data: { baseId, placeId: placeIdOf(kind), kind, name: kind, certainty: 'exact', ...facility, on },
    })
  send({ type: 'AdoptPolicy', data: { baseId, version: 1, effectiveFrom: opening, policy, on } })
  // after a year, visits are to be more frequent
  const revised = addMonths(opening, 12)
  at(revised, () =>
    send({
      type: 'AdoptPolicy',
      data: { baseId, version: 2, effectiveFrom: revised, policy: { ...policy, visitEveryDays: 25 }, on: revised },
    }),
  )
  at(opening, () => send({ type: 'CommissionBase', data: { baseId, on: opening } }))
  return {
    baseId,
    villages,
    classroom: placeIdOf('classroom'),
    dormitory: placeIdOf('dormitory'),
    practicePlaces: [placeIdOf('crop-ground')],
    industries: Object.entries(policy.scaleThresholds).map(([name, { unit, quantity }]) => ({
      name,
      unit,
      threshold: quantity,
    })),
    seats: policy.batchSeats,
    opensOn: addDays(opening, 30),
  }
}
