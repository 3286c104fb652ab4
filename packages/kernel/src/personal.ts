import { z } from 'zod'

/**
 * An encrypted personal value, as stores, states and read models carry it. `person` is the stream of the person whose
 * key encrypts it (`journey-t1`). Only the engine decrypts it, when a read model or an event is read.
 */
export const Envelope = z.strictObject({ person: z.string(), ciphertext: z.string() })
export type Envelope = z.infer<typeof Envelope>

/** What replaces an encrypted value once the key of its person is destroyed. */
export type Erased = { readonly erased: true }

/**
 * The schema of a field that holds personal data. Commands bring it in plain text; the engine encrypts it before it
 * decides anything, so an event holds plain text only where a decider runs without an engine.
 */
export const personalField = <Schema extends z.ZodType>(plain: Schema) => z.union([Envelope, plain])

/** The names of the fields of a command's data that the engine encrypts, in every command. */
export const personalFields = ['personal', 'note'] as const
