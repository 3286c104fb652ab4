import { z } from 'zod'

/** Money in fen (1 yuan = 100 fen), a whole number; signs are a matter of rules. */
export const Fen = z.int().brand<'Fen'>()
export type Fen = z.infer<typeof Fen>

/** A whole number of people or things, not negative. */
export const Count = z.int().min(0)

/** A part of a whole, 0 to 1. */
export const Share = z.number().min(0).max(1)

/** A measured size, such as 8 mu or 3.5 hours: a positive number. */
export const Quantity = z.number().positive()

/** Fen as yuan with two decimals, such as `2600000.00`. */
export const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
