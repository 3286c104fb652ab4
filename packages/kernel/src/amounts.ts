import { z } from 'zod'

/** One amount of money in fen (1 yuan = 100 fen), up to ten billion yuan either way; signs are a matter of rules. */
export const Fen = z.int().min(-1e12).max(1e12).brand<'Fen'>()
export type Fen = z.infer<typeof Fen>

/** Amounts added up, in fen. */
export const FenTotal = z.int().brand<'Fen'>()

/** A whole number of people or things, not negative, up to a billion. */
export const Count = z.int().min(0).max(1e9)

/** A part of a whole, 0 to 1. */
export const Share = z.number().min(0).max(1)

/** A measured size, such as 8 mu: a positive number, up to a billion. */
export const Quantity = z.number().positive().max(1e9)

/** Hours, not negative, up to ten thousand. */
export const Hours = z.number().min(0).max(10_000)

/** A list of at most a thousand. */
export const listOf = <Schema extends z.ZodType>(of: Schema) => z.array(of).max(1000)

/** Fen as yuan with two decimals, such as `2600000.00`. */
export const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
