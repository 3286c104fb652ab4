// The figures of a report: a label in two languages, a value, and the read model and key it comes from.
import type { Text } from '@skein/kernel'
import { z } from 'zod'
import { Certainty, DateCertainty } from '../shared/value-objects.js'
import type { ReportSource } from './five-tasks-sources.js'
import { Rate } from './shared/numbers.js'

const Words = z.object({ en: z.string(), zh: z.string() })

export const Figure = z.object({
  label: Words,
  /** A number or a day. Of a rate: its value, a share of 1 unless there is a unit. `null` if unknown. */
  value: z.union([z.number(), z.string()]).nullable(),
  unit: Words.optional(),
  /** Printed as ≥ (`atLeast`) and ≈ (`about`). */
  certainty: Certainty.optional(),
  rate: Rate.optional(),
  /** The day of the value, if it is not the day of the report. */
  asOf: z.object({ on: z.string(), certainty: DateCertainty }).optional(),
  /** `<readModel>/<key>`. With `*` at the end: all keys with that prefix. */
  source: z.string(),
})
export type Figure = z.infer<typeof Figure>

type More = Pick<Partial<Figure>, 'unit' | 'certainty' | 'asOf'>

const text = (en: string, zh: string): Text => ({ en, zh })

export const units = {
  people: text('people', '人'),
  households: text('households', '户'),
  yuan: text('yuan', '元'),
  mu: text('mu', '亩'),
  places: text('places', '个'),
  seats: text('seats', '座'),
  beds: text('beds', '张'),
  plaques: text('plaques', '块'),
  batches: text('batches', '期'),
  subjects: text('subjects', '项'),
  gaps: text('gaps', '项'),
  grants: text('grants', '项'),
  agreements: text('agreements', '份'),
  cooperatives: text('cooperatives', '个'),
  visits: text('visits', '次'),
  divisions: text('divisions', '个'),
  posts: text('posts', '个'),
  peoplePerTenThousandYuan: text('people per 10 000 yuan', '人/万元'),
}

/** A figure with a number or a day; `undefined` is unknown. */
export const figure = (
  { source }: ReportSource<unknown>,
  [en, zh]: readonly [en: string, zh: string],
  value: number | string | null | undefined,
  more: More = {},
): Figure => ({ label: text(en, zh), value: value ?? null, ...more, source })

/** A figure with a rate. */
export const share = (
  { source }: ReportSource<unknown>,
  [en, zh]: readonly [en: string, zh: string],
  rate: Rate | undefined,
  more: More = {},
): Figure => ({
  label: text(en, zh),
  value: rate?.rate ?? null,
  ...more,
  ...(rate !== undefined && { rate }),
  source,
})

/** A figure with an amount of money, converted from fen to yuan. */
export const money = (
  { source }: ReportSource<unknown>,
  [en, zh]: readonly [en: string, zh: string],
  fen: number | undefined,
  certainty?: Certainty,
): Figure => ({
  label: text(en, zh),
  value: fen === undefined ? null : fen / 100,
  unit: units.yuan,
  ...(certainty !== undefined && { certainty }),
  source,
})
