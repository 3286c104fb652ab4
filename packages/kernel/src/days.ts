import { z } from 'zod'

/** A calendar day, `YYYY-MM-DD`; days compare as strings. */
export const Day = z.iso.date().brand<'Day'>()
export type Day = z.infer<typeof Day>

const dayInMilliseconds = 86_400_000

/** The day that a valid `YYYY-MM-DD` text names; throws a ZodError on any other text. */
export const day = (text: string): Day => Day.parse(text)

const numberOf = (of: string): number => Math.round(Date.parse(`${of}T00:00:00Z`) / dayInMilliseconds)

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => numberOf(to) - numberOf(from)

/** The day `days` later (earlier, when negative). */
export const addDays = (from: string, days: number): Day =>
  // sound: an ISO instant begins with its day
  new Date((numberOf(from) + days) * dayInMilliseconds).toISOString().slice(0, 10) as Day

/** The same day of the month `months` later, or that month's last day where it is shorter. */
export const addMonths = (from: string, months: number): Day => {
  const count = yearOf(from) * 12 + Number(from.slice(5, 7)) - 1 + months
  const first = `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
  const length = new Date(Date.UTC(Math.floor(count / 12), (count % 12) + 1, 0)).getUTCDate()
  // sound: a year, a month and a day within that month
  return `${first}-${String(Math.min(Number(from.slice(8)), length)).padStart(2, '0')}` as Day
}

export const yearOf = (of: string): number => Number(of.slice(0, 4))

/** The month of a day, `YYYY-MM`. */
export const monthOf = (of: string): string => of.slice(0, 7)

export const latest = <D extends string>(first: D, ...others: readonly (D | undefined)[]): D =>
  others.reduce<D>((last, next) => (next !== undefined && next > last ? next : last), first)
