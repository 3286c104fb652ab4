import { z } from 'zod'

/** Any id: a non-empty string of at most 200 characters, well-formed and without control characters. */
export const Id = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters and no half characters')

/**
 * An id of one kind, told apart from the others by the compiler.
 *
 * @example
 * const TraineeId = idOf('TraineeId')
 * type TraineeId = z.infer<typeof TraineeId>
 */
export const idOf = <Kind extends string>(_kind: Kind) => Id.brand<Kind>()

/** A code from an open set: any non-empty string of at most 200 characters. */
export const Code = Id

/** How often something was tried, from 1: tells a seat, bed or placement from the one before it. */
export const Attempt = z.int().min(1)
