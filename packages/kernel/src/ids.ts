import { z } from 'zod'

/** Any id: a string of 1 to 200 characters, well-formed UTF-16 without control characters. */
export const Id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters and no unpaired surrogates')

/**
 * The schema of an id of one kind. The compiler does not accept it where another kind is expected.
 *
 * @example
 * const TraineeId = idOf('TraineeId')
 * type TraineeId = z.infer<typeof TraineeId>
 */
export const idOf = <Kind extends string>(_kind: Kind) => Id.brand<Kind>()

/** A code from an open set, such as an industry: a string like an id. */
export const Code = Id

/** The number of an attempt, from 1. It distinguishes a seat, bed or placement from an earlier one. */
export const Attempt = z.int().min(1)
