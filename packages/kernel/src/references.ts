// Which fields of commands hold the id of a stream.
import type { z } from 'zod'
import type { CommandType } from './commands.js'

/** What the values of a schema refer to. */
export interface RefersTo {
  /** The aggregate whose stream has the value as its id. */
  readonly aggregate: string
}

/**
 * The property of a schema that holds it: the copies of this module for ESM and for CommonJS have the same, as an adapter
 * must find the references of a domain that the other copy defined. Nothing of it appears in JSON schemas.
 */
const refersToKey = Symbol.for('@skein/kernel/refersTo')

/** What a schema, or the one that it was made from by `.describe()` and the like, refers to. */
const targetOf = (schema: z.core.$ZodType): RefersTo | undefined => {
  for (let each: z.core.$ZodType | undefined = schema; each !== undefined; each = each._zod.parent)
    if (Object.hasOwn(each, refersToKey)) return Reflect.get(each, refersToKey)
  return undefined
}

/**
 * Declares that the values of a schema are ids of an aggregate's streams. Returns the schema.
 *
 * @example
 * const DivisionCode = refersTo(z.string().length(6), { aggregate: 'division' })
 */
export const refersTo = <Schema extends z.ZodType>(schema: Schema, target: RefersTo): Schema => {
  Object.defineProperty(schema, refersToKey, { value: target, configurable: true })
  return schema
}

/** A step of a path: the name of a field, or every element of a list or record. */
export type PathStep = string | typeof eachElement
export const eachElement = '*'

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
  const found = new Map<string, Reference>()
  for (const reference of referencesIn(schema.shape.data, []))
    found.set(JSON.stringify([reference.path, reference.aggregate]), reference)
  return [...found.values()]
}

/** Every value within a schema that refers to a stream, with its path from the value of the schema. */
export const referencesWithin = (schema: z.ZodType): readonly Reference[] => referencesIn(schema, [])

const referencesIn = (schema: z.core.$ZodType, path: readonly PathStep[]): readonly Reference[] => {
  const target = targetOf(schema)
  if (target !== undefined) return [{ path, aggregate: target.aggregate }]
  // sound: every schema of zod is one of these classes
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([field, inner]) => referencesIn(inner, [...path, field]))
    case 'array':
      return referencesIn(def.element, [...path, eachElement])
    case 'record':
      return referencesIn(def.valueType, [...path, eachElement])
    case 'tuple':
      return [...def.items, ...(def.rest === null ? [] : [def.rest])].flatMap((item) =>
        referencesIn(item, [...path, eachElement]),
      )
    case 'union':
      return def.options.flatMap((option) => referencesIn(option, path))
    case 'intersection':
      return [...referencesIn(def.left, path), ...referencesIn(def.right, path)]
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return referencesIn(def.innerType, path)
    case 'pipe':
      return [...referencesIn(def.in, path), ...referencesIn(def.out, path)]
    default:
      return []
  }
}
