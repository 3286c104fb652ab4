// Which fields of commands hold the id of a stream.
import type { z } from 'zod'
import type { CommandType } from './commands.js'
import { aggregateOf } from './refers-to.js'
import { findIn, type PathStep } from './schema-paths.js'

/** A field of a command's data that holds ids of an aggregate's streams. */
export interface Reference {
  /** From the data, such as `['requestedBy', '*']`. */
  readonly path: readonly PathStep[]
  readonly aggregate: string
}

/**
 * Every field of a command that refers to a stream, its target included, in nested objects, lists and alternatives too.
 *
 * @example
 * referencesOf(TakeSeat) // [{ path: ['batchId'], aggregate: 'batch' }, { path: ['traineeId'], aggregate: 'journey' }, …]
 */
export const referencesOf = ({ schema }: Pick<CommandType, 'schema'>): readonly Reference[] => {
  const references = new Map<string, Reference>()
  for (const reference of referencesWithin(schema.shape.data))
    references.set(JSON.stringify([reference.path, reference.aggregate]), reference)
  return [...references.values()]
}

/** Every value within a schema that refers to a stream, with its path from the value of the schema. */
export const referencesWithin = (schema: z.core.$ZodType): readonly Reference[] =>
  findIn(schema, aggregateOf).map(({ path, found }) => ({ path, aggregate: found }))
