// What is known of a schema besides what it accepts. It is a property of the schema: the copies of this module for ESM and
// for CommonJS have the same, as an adapter must find the marks of a domain that the other copy defined. Nothing of it
// appears in JSON schemas.
import type { z } from 'zod'

/** @param key made by `Symbol.for` */
export const markSchema = <Schema extends z.core.$ZodType>(schema: Schema, key: symbol, mark: object): Schema => {
  Object.defineProperty(schema, key, { value: mark, configurable: true })
  return schema
}

/** The mark of a schema, or of the one that it was made from by `.describe()` and the like. */
export const markOf = <Mark extends object>(schema: z.core.$ZodType, key: symbol): Mark | undefined => {
  for (let each: z.core.$ZodType | undefined = schema; each !== undefined; each = each._zod.parent)
    // sound: what was marked under this key
    if (Object.hasOwn(each, key)) return Reflect.get(each, key) as Mark
  return undefined
}
