// Counts of poor people in a division over time, with their precision.
import type { Projection, Tally } from '@skein/kernel'
import { z } from 'zod'
import { inDivision } from '../divisions/refs.js'
import { Certainty, DateCertainty } from '../shared/value-objects.js'
import { countOf, Rate, rateOf } from './shared/numbers.js'
import { rows } from './shared/rows.js'

const levels = ['county', 'township', 'village'] as const
const statuses = ['notPoor', 'poor', 'deeplyPoor', 'exited'] as const

const Counted = z.object({
  /** The day of the count; `dateCertainty` is its precision. */
  on: z.string(),
  dateCertainty: DateCertainty,
  source: z.enum(['counted', 'derivedFromRate']),
  population: z.number(),
  poorPeople: z.number(),
})

const Classified = z.object({
  on: z.string(),
  status: z.enum(statuses),
  /** Of an exit: the incidence that was compared, and the limit of the policy. */
  incidence: z.number().optional(),
  limit: z.number().optional(),
})

const Registered = z.object({
  level: z.enum(levels),
  name: z.string(),
  parent: z.string().optional(),
  villagerGroups: z.number().optional(),
  /** The number of people as registered; each count has its own. */
  population: z.number().optional(),
  certainty: Certainty.optional(),
})

type Row = {
  code: string
  registered: z.infer<typeof Registered> | null
  /** One count a day. */
  series: z.infer<typeof Counted>[]
  status: z.infer<typeof Classified> | null
}

const Point = z.object({ ...Counted.shape, incidence: Rate })

export const PovertyIncidence = z.object({
  code: z.string(),
  ...Registered.shape,
  /** In the order of days; a second count of a day replaces the first. */
  series: z.array(Point),
  /** The last count. */
  latest: Point.nullable(),
  /** The last classification. */
  status: Classified.nullable(),
  /** The sum of the divisions directly below, from the latest count of each. The division's own series is separate. */
  parts: z.object({
    registered: z.number(),
    /** The number of them with a count. */
    counted: z.number(),
    population: z.number(),
    poorPeople: z.number(),
    incidence: Rate,
    /** The number of them by status. */
    statuses: z.record(z.string(), z.number()),
  }),
})
export type PovertyIncidence = z.infer<typeof PovertyIncidence>

/** The tally that a division adds to its parent. */
const tally = (row: Row): Tally => {
  const counts: Record<string, number> = { registered: 1 }
  if (row.status !== null) counts[`status/${row.status.status}`] = 1
  const latest = row.series.at(-1)
  if (latest === undefined) return counts
  return { ...counts, counted: 1, population: latest.population, poorPeople: latest.poorPeople }
}

const partsOf = (counts: Tally): PovertyIncidence['parts'] => {
  const population = countOf(counts, 'population')
  const poorPeople = countOf(counts, 'poorPeople')
  const status = statuses.filter((status) => countOf(counts, `status/${status}`) > 0)
  return {
    registered: countOf(counts, 'registered'),
    counted: countOf(counts, 'counted'),
    population,
    poorPeople,
    incidence: rateOf(poorPeople, population),
    statuses: Object.fromEntries(status.map((status) => [status, countOf(counts, `status/${status}`)])),
  }
}

const pointOf = (count: z.infer<typeof Counted>): z.infer<typeof Point> => ({
  ...count,
  incidence: rateOf(count.poorPeople, count.population),
})

const newRow = (code: string): Row => ({ code, registered: null, series: [], status: null })

/** Key: the code of the division. */
export const povertyIncidence: Projection<Row, Row, PovertyIncidence> = {
  name: 'povertyIncidence',
  version: 1,
  division: inDivision('code'),
  ...rows<Row>({
    DivisionRegistered: (row, { code, on: _on, ...registered }) => ({ ...(row ?? newRow(code)), registered }),
    PovertyCounted: (row, { population, poorPeople, source, dateCertainty, on }, { id }) => {
      const next = row ?? newRow(id)
      if (next.series.at(-1)?.on === on) next.series.pop()
      next.series.push({ on, dateCertainty, source, population, poorPeople })
      return next
    },
    DivisionClassified: (row, { status, incidence, limit, on }, { id }) => {
      const next = row ?? newRow(id)
      next.status = {
        on,
        status,
        ...(incidence !== undefined && { incidence }),
        ...(limit !== undefined && { limit }),
      }
      return next
    },
  }),
  documents: (row) => [[row.code, row]],
  tallies: (row) => (row.registered?.parent === undefined ? [] : [[row.registered.parent, tally(row)]]),
  publish: ({ key, own, tally: counts }) => {
    // a parent that is not registered (yet) has no document of its own
    if (own === undefined || own.registered === null) return undefined
    const series = own.series.map(pointOf)
    return {
      code: key,
      ...own.registered,
      series,
      latest: series.at(-1) ?? null,
      status: own.status,
      parts: partsOf(counts),
    }
  },
  schema: PovertyIncidence,
}
