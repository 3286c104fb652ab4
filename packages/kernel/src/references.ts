// Which fields of commands hold the id of a stream.
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
  for (const { path, found } of findIn(schema.shape.data, aggregateOf))
    references.set(JSON.stringify([path, found]), { path, aggregate: found })
  return [...references.values()]
}
