// Parsers of typed values. Each throws a usage error that names the option.
import { Day } from '@skein/kernel'
import { usageError } from '../failures/failure.js'
import { inputMessages as messages } from '../messages/input.js'

/** A day that exists. */
export const parseDay = (option: string, typed: string): Day => {
  const day = Day.safeParse(typed)
  if (day.success) return day.data
  const hasForm = /^\d{4}-\d{2}-\d{2}$/.test(typed)
  throw usageError('badDay', (hasForm ? messages.noSuchDay : messages.badDay)(option, typed))
}

/** An instant with its offset, in ISO 8601; returned as it was typed. */
export const parseInstant = (option: string, typed: string): string => {
  const [, day = '', time = ''] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|[+-]\d{2}:\d{2})$/.exec(typed) ?? []
  // `Date.parse` would move 31 February into March
  if (time !== '' && Day.safeParse(day).success && !Number.isNaN(Date.parse(typed))) return typed
  throw usageError('badInstant', messages.badInstant(option, typed))
}

/** A whole number from `min` to `max`. */
export const parseWholeNumber = (option: string, typed: string, min: number, max: number): number => {
  const number = /^\d{1,15}$/.test(typed) ? Number(typed) : Number.NaN
  if (number >= min && number <= max) return number
  throw usageError('badNumber', messages.badNumber(option, typed, min, max))
}

/** A duration in whole seconds: `60` or `60s`. */
export const parseSeconds = (option: string, typed: string, min: number, max: number): number =>
  parseWholeNumber(option, typed.replace(/(?<=\d)s$/, ''), min, max)

/** A short name without control characters. */
export const parseName = (option: string, typed: string): string => {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(typed)) return typed
  throw usageError('badName', messages.badName(option, typed))
}
