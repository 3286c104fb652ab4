// What is typed after an option, checked before anything is opened.
import { Day } from '@skein/kernel'
import type { Options } from '../command.js'
import { usageError } from '../failure.js'
import { inputTexts } from '../texts/input.js'

/** A day that exists. */
export const dayIn = (option: string, text: string): Day => {
  const day = Day.safeParse(text)
  if (day.success) return day.data
  const isWritten = /^\d{4}-\d{2}-\d{2}$/.test(text)
  throw usageError('badDay', (isWritten ? inputTexts.noSuchDay : inputTexts.badDay)(option, text))
}

/** An instant with its offset, in ISO 8601; kept as it was typed. */
export const instantIn = (option: string, text: string): string => {
  const [, day = '', time = ''] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z|[+-]\d{2}:\d{2})$/.exec(text) ?? []
  // `Date.parse` would move 31 February into March
  if (time !== '' && Day.safeParse(day).success && !Number.isNaN(Date.parse(text))) return text
  throw usageError('badInstant', inputTexts.badInstant(option, text))
}

/** A whole number within bounds. */
export const wholeNumberIn = (option: string, text: string, least: number, most: number): number => {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw usageError('badNumber', inputTexts.badNumber(option, text, least, most))
}

/** A short name without control characters. */
export const nameIn = (option: string, text: string): string => {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(text)) return text
  throw usageError('badName', inputTexts.badName(option, text))
}

/** `--seed`: what a generator of chance begins with. */
export const seedIn = (options: Options): number | undefined => {
  const typed = options.text('seed')
  return typed === undefined ? undefined : wholeNumberIn('--seed', typed, 0, 4_294_967_295)
}
