import { z } from 'zod'
import { type RefersTo, refersTo } from './refers-to.js'
import { type Branded, branded } from './schemas.js'

/**
 * No control character and no unpaired surrogate. It means the same with and without the flag `u`, because readers of
 * JSON schemas compile patterns either way: without it, a pair is two units of the second kind.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
const wellFormed = /^(?:[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/

/** Whether a text has no control character and no unpaired surrogate: ids, and names made of them, have none. */
export const isPlainText = (text: string): boolean => wellFormed.test(text)

/** Any id: a string of 1 to 200 characters, well-formed UTF-16 without control characters. */
export const Id = z.string().min(1).max(200).regex(wellFormed, 'no control characters and no unpaired surrogates')

/**
 * The schema of an id of one kind. The compiler does not accept it where another kind is expected. `aggregate` names the
 * aggregate whose streams have these ids; without it, they identify something that has no stream.
 *
 * @example
 * const TraineeId = idOf('TraineeId', { aggregate: 'journey' })
 * type TraineeId = z.infer<typeof TraineeId>
 */
export const idOf = <Kind extends string>(kind: Kind, target?: RefersTo): Branded<typeof Id, Kind> => {
  // a schema of its own: all brands of one schema are the same object
  const schema: typeof Id = Id.clone()
  if (target !== undefined) refersTo(schema, target)
  return branded(kind, schema)
}

/** A code from an open set, such as an industry: a string like an id. */
export const Code = Id

/** The number of an attempt, from 1. It distinguishes a seat, bed or placement from an earlier one. */
export const Attempt = z.int().min(1)
