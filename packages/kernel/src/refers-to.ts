// Which schemas hold ids of streams.

import type { z } from 'zod'
import { markOf, markSchema } from './schema-marks.js'

/** What the values of a schema refer to. */
export interface RefersTo {
  /** The aggregate whose stream has the value as its id. */
  readonly aggregate: string
}

const key = Symbol.for('@skein/kernel/refersTo')

/**
 * Declares that the values of a schema are ids of an aggregate's streams. Returns the schema.
 *
 * @example
 * const DivisionCode = refersTo(z.string().length(6), { aggregate: 'division' })
 */
export const refersTo = <Schema extends z.ZodType>(schema: Schema, target: RefersTo): Schema =>
  markSchema(schema, key, target)

/** The aggregate of whose streams the values of a schema are ids. */
export const aggregateOf = (schema: z.core.$ZodType): string | undefined => markOf<RefersTo>(schema, key)?.aggregate
