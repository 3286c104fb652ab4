// Types of schemas that mean the same in every zod 4. Those that zod infers changed their parameters within version 4,
// and declarations that name them would fit only the version that they were made with.
import { z } from 'zod'

/** A schema whose values the compiler keeps apart from other values of the same shape. */
export type Branded<Schema extends z.ZodType, Kind extends string> = Schema &
  Record<'_zod', Record<'output', z.output<Schema> & z.core.$brand<Kind>>>

/**
 * The same schema, branded.
 *
 * @example
 * const Share = branded('Share', z.number().min(0).max(1))
 */
export const branded = <Kind extends string, Schema extends z.ZodType>(
  _kind: Kind,
  schema: Schema,
): Branded<Schema, Kind> =>
  // sound: a brand exists in the type only
  schema as Branded<Schema, Kind>

/**
 * One of several objects, told apart by the value of a field.
 *
 * @example
 * const Event = unionBy('type', [MemberJoined, SharePaid])
 */
export const unionBy = <Options extends readonly [z.ZodObject, ...z.ZodObject[]]>(
  field: string,
  options: Options,
): z.ZodType<z.output<Options[number]>, z.input<Options[number]>> =>
  // sound: zod's own type of this union says the same
  z.discriminatedUnion(field, options) as unknown as z.ZodType<z.output<Options[number]>, z.input<Options[number]>>
