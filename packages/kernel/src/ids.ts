import { z } from 'zod'
import { type RefersTo, refersTo } from './references.js'

/**
 * No control character and no half of a surrogate pair. It means the same with and without the flag `u`, because readers
 * of JSON schemas compile patterns either way: without it, a whole pair is two units of the second kind.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds
const wellFormed = /^(?:[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/

/** Whether a text has no control character and no half of a surrogate pair: ids, and names made of them, have none. */
export const isPlainText = (text: string): boolean => wellFormed.test(text)

/** Any id: a non-empty string of at most 200 characters, well-formed and without control characters. */
export const Id = z.string().min(1).max(200).regex(wellFormed, 'no control characters and no half characters')

/**
 * An id of one kind, told apart from the others by the compiler. `aggregate` names the aggregate whose streams have
 * these ids; without it, the ids name something that has no stream of its own.
 *
 * @example
 * const TraineeId = idOf('TraineeId', { aggregate: 'journey' })
 * type TraineeId = z.infer<typeof TraineeId>
 */
export const idOf = <Kind extends string>(_kind: Kind, target?: RefersTo) => {
  // a schema of its own: all brands of one schema are the same object
  const schema: typeof Id = Id.clone()
  if (target !== undefined) refersTo(schema, target)
  return schema.brand<Kind>()
}

/** A code from an open set: any non-empty string of at most 200 characters. */
export const Code = Id

/** How often something was tried, from 1: tells a seat, bed or placement from the one before it. */
export const Attempt = z.int().min(1)
