import { z } from 'zod'
import { Misconfigured } from './misconfigured.js'
import { branded } from './schemas.js'

/** A calendar day, `YYYY-MM-DD`; days compare as strings. */
export const Day = branded('Day', z.iso.date())
export type Day = z.infer<typeof Day>

const dayInMilliseconds = 86_400_000

/**
 * Parses a day. Throws `Misconfigured` for any text that is no valid `YYYY-MM-DD`.
 *
 * @example
 * day('2018-03-27')
 */
export const day = (text: string): Day => {
  const parsed = Day.safeParse(text)
  if (parsed.success) return parsed.data
  const found = JSON.stringify(String(text).slice(0, 80))
  throw new Misconfigured([
    {
      en: `${found} is no day. Expected a day such as "2018-06-11".`,
      zh: `${found} 不是日期。应为日期,如 "2018-06-11"。`,
    },
  ])
}

const numberOf = (of: string): number => Math.round(Date.parse(`${of}T00:00:00Z`) / dayInMilliseconds)

/** The number of days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => numberOf(to) - numberOf(from)

/** The day that is `days` days later; earlier when `days` is negative. */
export const addDays = (from: string, days: number): Day =>
  // sound: an ISO instant begins with its day
  new Date((numberOf(from) + days) * dayInMilliseconds).toISOString().slice(0, 10) as Day

/**
 * The same day of the month `months` months later, or the last day of a shorter month.
 *
 * @example
 * addMonths('2018-01-31', 1) // '2018-02-28'
 */
export const addMonths = (from: string, months: number): Day => {
  const count = yearOf(from) * 12 + Number(from.slice(5, 7)) - 1 + months
  const first = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
  const length = new Date(Date.UTC(Math.floor(count / 12), (count % 12) + 1, 0)).getUTCDate()
  // sound: a year, a month and a day within that month
  return `${first}-${String(Math.min(Number(from.slice(8)), length)).padStart(2, '0')}` as Day
}

/** The year of a day, such as 2018. */
export const yearOf = (of: string): number => Number(of.slice(0, 4))

/** The month of a day, `YYYY-MM`. */
export const monthOf = (of: string): string => of.slice(0, 7)

/** The latest of some days; `undefined` ones are ignored. */
export const latest = <D extends string>(first: D, ...others: readonly (D | undefined)[]): D =>
  others.reduce<D>((last, next) => (next !== undefined && next > last ? next : last), first)
