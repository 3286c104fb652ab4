import { z } from '@hono/zod-openapi'
import { mutable } from './components.js'
import {
  bearer,
  etag,
  ifNoneMatch,
  link,
  problemResponses,
  type Registry,
  readProblems,
  schemaRef,
  text,
  unchanged,
} from './operation-parts.js'
import { DocumentQuery, ListQuery } from './parameters.js'
import type { ReadModelDescription } from './read-models.js'

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** The list and the single documents of one read model. */
export const addReadModelOperations = (registry: Registry, readModel: ReadModelDescription): void => {
  const { name, schema, filters } = readModel
  const document = `${capitalised(name)}Document`
  registry.registerComponent('schemas', document, mutable(schema))
  const path = `/v1/projections/${name}`
  registry.registerPath({
    method: 'get',
    path,
    operationId: `list${capitalised(name)}`,
    tags: ['read models'],
    summary: `${name}: a page of documents`,
    security: bearer,
    request: { query: ListQuery, headers: ifNoneMatch },
    parameters: [...filters].map(([field, type]) => ({
      name: field,
      in: 'query' as const,
      description: `Only documents whose \`${field}\` has this value.`,
      schema: { type },
    })),
    responses: {
      200: {
        description:
          'The documents within your divisions, ordered by key. A page may hold fewer than `limit` and still have a next page.',
        headers: { ...etag, ...link },
        content: {
          'application/json': { schema: listOf(schemaRef(document)) },
          'text/csv': { schema: text },
        },
      },
      304: unchanged,
      ...problemResponses(...readProblems),
    },
  })
  registry.registerPath({
    method: 'get',
    path: `${path}/{key}`,
    operationId: `get${capitalised(name)}`,
    tags: ['read models'],
    summary: `${name}: one document`,
    security: bearer,
    request: { params: z.object({ key: z.string() }), query: DocumentQuery, headers: ifNoneMatch },
    responses: {
      200: {
        description: 'The document.',
        headers: etag,
        content: { 'application/json': { schema: schemaRef(document) } },
      },
      304: unchanged,
      ...problemResponses(...readProblems, 404),
    },
  })
}

const listOf = (document: { $ref: string }) => ({
  type: 'object' as const,
  required: ['items'],
  properties: {
    items: {
      type: 'array' as const,
      items: { type: 'object' as const, required: ['key', 'doc'], properties: { key: text, doc: document } },
    },
  },
})
