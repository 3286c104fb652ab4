import { z } from 'zod'

/** A JSON Schema (2020-12) with the keywords that this package reads. */
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

/** The JSON Schema of what a zod schema accepts (`input`) or returns (`output`). */
export const jsonSchemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' })
  // boundary: zod's own type of a JSON Schema is wider and includes these keywords
  return rest as JsonSchema
}

/** The alternatives of a schema, or the schema itself. */
const variantsOf = (schema: JsonSchema): readonly JsonSchema[] => {
  const variants = schema.anyOf ?? schema.oneOf
  return variants === undefined ? [schema] : variants.flatMap(variantsOf)
}

type Scalar = 'string' | 'number' | 'boolean'

const scalarOf = ({ type, const: only, enum: values }: JsonSchema): Scalar | undefined => {
  const name = type ?? typeof (only ?? values?.[0])
  if (name === 'string' || name === 'boolean') return name
  return name === 'number' || name === 'integer' ? 'number' : undefined
}

/** The fields of a document that hold a single value, with its type: lists can be filtered by them. */
export const scalarFields = (schema: JsonSchema): ReadonlyMap<string, Scalar> => {
  const fields = new Map<string, Scalar>()
  for (const { properties = {} } of variantsOf(schema))
    for (const [name, property] of Object.entries(properties)) {
      const scalar = variantsOf(property)
        .map(scalarOf)
        .find((one) => one !== undefined)
      if (scalar !== undefined) fields.set(name, scalar)
    }
  return fields
}

/** The columns of a table of documents: paths to their single values; a list or an open record is one column. */
export const columnsOf = (schema: JsonSchema, path: readonly string[] = []): readonly (readonly string[])[] => {
  const columns = new Map<string, readonly string[]>()
  for (const { properties } of variantsOf(schema)) {
    if (properties === undefined || Object.keys(properties).length === 0) {
      if (path.length > 0) columns.set(path.join('.'), path)
      continue
    }
    for (const [name, property] of Object.entries(properties))
      for (const column of columnsOf(property, [...path, name])) columns.set(column.join('.'), column)
  }
  // an object that may be `null` has only the columns of its fields, none of its own
  const names = [...columns.keys()]
  return [...columns]
    .filter(([name]) => !names.some((other) => other.startsWith(`${name}.`)))
    .map(([, column]) => column)
}
