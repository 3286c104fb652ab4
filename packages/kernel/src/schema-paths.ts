// Where in a schema something lies.
import type { z } from 'zod'

/** A step of a path: the name of a field, or every element of a list or record. */
export type PathStep = string | typeof eachElement
export const eachElement = '*'

/** Something that was found in a schema, and where. */
export interface Found<T> {
  readonly path: readonly PathStep[]
  readonly found: T
}

/** What `find` returns for the parts of a schema, in nested objects, lists and alternatives too; not inside of what it found. */
export const findIn = <T>(
  schema: z.core.$ZodType,
  find: (schema: z.core.$ZodType) => T | undefined,
  path: readonly PathStep[] = [],
): readonly Found<T>[] => {
  const found = find(schema)
  if (found !== undefined) return [{ path, found }]
  const inside = (inner: z.core.$ZodType, step?: PathStep) =>
    findIn(inner, find, step === undefined ? path : [...path, step])
  // sound: every schema of zod is one of these classes
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([field, inner]) => inside(inner, field))
    case 'array':
      return inside(def.element, eachElement)
    case 'record':
      return inside(def.valueType, eachElement)
    case 'tuple':
      return [...def.items, ...(def.rest === null ? [] : [def.rest])].flatMap((item) => inside(item, eachElement))
    case 'union':
      return def.options.flatMap((option) => inside(option))
    case 'intersection':
      return [...inside(def.left), ...inside(def.right)]
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return inside(def.innerType)
    case 'pipe':
      return [...inside(def.in), ...inside(def.out)]
    default:
      return []
  }
}
