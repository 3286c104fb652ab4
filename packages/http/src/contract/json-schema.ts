import { z } from 'zod'

/** A JSON Schema (2020-12), as far as we look into one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/** What a zod schema takes (`input`), or gives. */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' })
  // boundary: zod's own type of a JSON Schema is wider, this one's keywords are among its
  return rest as JsonSchema
}

/** The shapes that a value of the schema may have. */
const shapesOf = (schema: JsonSchema): readonly JsonSchema[] => {
  const variants = schema.anyOf ?? schema.oneOf
  return variants === undefined ? [schema] : variants.flatMap(shapesOf)
}

type Scalar = 'string' | 'number' | 'boolean'

const scalarOf = ({ type, const: only, enum: values }: JsonSchema): Scalar | undefined => {
  const named = type ?? typeof (only ?? values?.[0])
  if (named === 'string' || named === 'boolean') return named
  return named === 'number' || named === 'integer' ? 'number' : undefined
}

/** The fields of a document that hold one plain value: by these a list can be filtered. */
export const plainFields = (schema: JsonSchema): ReadonlyMap<string, Scalar> => {
  const fields = new Map<string, Scalar>()
  for (const { properties = {} } of shapesOf(schema))
    for (const [name, property] of Object.entries(properties)) {
      const scalar = shapesOf(property)
        .map(scalarOf)
        .find((one) => one !== undefined)
      if (scalar !== undefined) fields.set(name, scalar)
    }
  return fields
}

/** The columns of a table of such documents: plain values by their paths; lists and open records are one column each. */
export const columnsOf = (schema: JsonSchema, path: readonly string[] = []): readonly (readonly string[])[] => {
  const columns = new Map<string, readonly string[]>()
  for (const { properties } of shapesOf(schema)) {
    if (properties === undefined || Object.keys(properties).length === 0) {
      if (path.length > 0) columns.set(path.join('.'), path)
      continue
    }
    for (const [name, property] of Object.entries(properties))
      for (const column of columnsOf(property, [...path, name])) columns.set(column.join('.'), column)
  }
  // a part that may be missing as a whole (`null`) has no column of its own beside its fields'
  const names = [...columns.keys()]
  return [...columns]
    .filter(([name]) => !names.some((other) => other.startsWith(`${name}.`)))
    .map(([, column]) => column)
}
