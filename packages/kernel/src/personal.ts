import { z } from 'zod'

/**
 * A personal value as stores, states and read models carry it: enciphered under the key of one person,
 * whom `of` names by their stream (`journey-t1`). Only the engine opens it, at the read edge.
 */
export const Envelope = z.strictObject({ of: z.string(), sealed: z.string() })
export type Envelope = z.infer<typeof Envelope>

/** What a sealed value reads as once its person is forgotten. */
export type Erased = { readonly erased: true }

/**
 * A field of an event that holds personal data. Commands give it in clear; the engine seals it before anything is
 * decided, so an event holds it in clear only where a decider runs without an engine.
 */
export const personalIn = <Schema extends z.ZodType>(plain: Schema) => z.union([Envelope, plain])

/** The fields of a command's data that the engine seals, wherever they occur. */
export const personalFields = ['personal', 'note'] as const
