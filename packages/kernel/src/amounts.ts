import { z } from 'zod'
import { branded } from './schemas.js'

/**
 * One amount of money in fen (1 yuan = 100 fen), between minus and plus ten billion yuan. Rules decide which sign is
 * allowed.
 */
export const Fen = branded('Fen', z.int().min(-1e12).max(1e12))
export type Fen = z.infer<typeof Fen>

/** A sum of amounts, in fen. */
export const FenTotal = branded('Fen', z.int())

/** A whole number of people or things, not negative, up to a billion. */
export const Count = z.int().min(0).max(1e9)

/** A share of a whole, from 0 to 1. */
export const Share = z.number().min(0).max(1)

/** A measured quantity, such as 8 mu: a positive number, up to a billion. */
export const Quantity = z.number().positive().max(1e9)

/** Hours, not negative, up to ten thousand. */
export const Hours = z.number().min(0).max(10_000)

/**
 * A list of at most a thousand elements.
 *
 * @example
 * listOf(Code)
 */
export const listOf = <Schema extends z.ZodType>(of: Schema) => z.array(of).max(1000)

/**
 * Fen as text in yuan, with two decimals.
 *
 * @example
 * yuan(-1205) // '-12.05'
 */
export const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
