import type { Domain } from '@skein/kernel'
import type { z } from 'zod'
import type { Filters } from '../reading/filters.js'
import { columnsOf, type JsonSchema, jsonSchemaOf, scalarFields } from './json-schema.js'
import { ListQuery } from './parameters.js'

/** A read model as the API offers it. */
export interface ReadModelDescription {
  readonly name: string
  /** Of one document. */
  readonly schema: JsonSchema
  readonly filters: Filters
  /** The columns of its table: paths into a document. */
  readonly columns: readonly (readonly string[])[]
}

export type ReadModelDescriptions = ReadonlyMap<string, ReadModelDescription>

const otherParameters = new Set(Object.keys(ListQuery.shape))

/** The read models of a domain by name, as far as their schemas describe them. */
export const describeReadModels = ({
  projections,
  views,
}: Pick<Domain, 'projections' | 'views'>): ReadModelDescriptions =>
  new Map(
    [...projections, ...views].map(({ name, schema }: { name: string; schema: z.ZodType }) => {
      const json = jsonSchemaOf(schema, 'output')
      const filters = new Map([...scalarFields(json)].filter(([field]) => !otherParameters.has(field)))
      return [name, { name, schema: json, filters, columns: columnsOf(json) }] as const
    }),
  )
