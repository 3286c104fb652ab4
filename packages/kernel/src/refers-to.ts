// Which schemas hold ids of streams.
import { z } from 'zod'

/** What the values of a schema refer to. */
export interface RefersTo {
  /** The aggregate whose stream has the value as its id. */
  readonly aggregate: string
}

/** Apart from zod's own registry, so that nothing of it appears in JSON schemas. */
const referring = z.registry<RefersTo>()

/**
 * Declares that the values of a schema are ids of an aggregate's streams. Returns the schema.
 *
 * @example
 * const DivisionCode = refersTo(z.string().length(6), { aggregate: 'division' })
 */
export const refersTo = <Schema extends z.ZodType>(schema: Schema, target: RefersTo): Schema => {
  referring.add(schema, target)
  return schema
}

/** The aggregate of whose streams the values of a schema are ids. */
export const aggregateOf = (schema: z.core.$ZodType): string | undefined => referring.get(schema)?.aggregate
