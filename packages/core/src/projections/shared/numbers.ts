import type { Tally } from '@skein/kernel'
import { z } from 'zod'

/** A rate with its numerator and denominator; `rate` is `null` if the denominator is 0. */
export const Rate = z.object({ numerator: z.number(), denominator: z.number(), rate: z.number().nullable() })
export type Rate = z.infer<typeof Rate>

export const rateOf = (numerator: number, denominator: number): Rate => ({
  numerator,
  denominator,
  rate: denominator > 0 ? numerator / denominator : null,
})

/** Without the rounding errors of sums of fractions, such as 0.30000000000000004. */
export const rounded = (number: number): number => (Math.abs(number) < 1e9 ? Math.round(number * 1e6) / 1e6 : number)

/** Hours as whole minutes, for tallies. */
export const minutesOf = (hours: number): number => Math.round(hours * 60)

export const hoursOf = (minutes: number): number => rounded(minutes / 60)

/** A count of a tally; 0 if it has none of that name. */
export const countOf = (tally: Tally, name: string): number => (Object.hasOwn(tally, name) ? (tally[name] ?? 0) : 0)

/** The counts whose names begin with `prefix`, by the rest of their names, sorted. */
export const countsUnder = (tally: Tally, prefix: string): readonly (readonly [string, number])[] =>
  Object.entries(tally)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, count]) => [name.slice(prefix.length), count] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))

/** The counts under a prefix as an object. */
export const recordUnder = (tally: Tally, prefix: string): Record<string, number> =>
  Object.fromEntries(countsUnder(tally, prefix))

/** The lower median of a histogram from number to people; `null` if it is empty. */
export const medianOf = (histogram: readonly (readonly [string, number])[]): number | null => {
  const sorted = histogram.map(([value, count]) => [Number(value), count] as const).sort(([a], [b]) => a - b)
  const people = sorted.reduce((sum, [, count]) => sum + count, 0)
  let passed = 0
  for (const [value, count] of sorted) {
    passed += count
    if (passed * 2 >= people) return value
  }
  return null
}
