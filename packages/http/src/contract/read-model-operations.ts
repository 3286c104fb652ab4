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
    description:
      'The documents within your divisions, ordered by key. A page may hold fewer than `limit` and still have a next page: follow `Link`.',
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
        description: 'A page of documents.',
        headers: { ...etag, ...link },
        content: {
          'application/json': { schema: listOf(schemaRef(document)) },
        },
      },
      304: unchanged,
      ...problemResponses(...readProblems, 404),
    },
  })
  registry.registerPath({
    method: 'get',
    path: `${path}/{key}`,
    operationId: `get${capitalised(name)}`,
    tags: ['read models'],
    summary: `${name}: one document`,
    description: 'The document under a key, if it lies within your divisions.',
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

/** The lists of all read models as tables: at an address of their own, so that a list has one type. */
export const addTableOperation = (registry: Registry, readModels: readonly ReadModelDescription[]): void => {
  registry.registerPath({
    method: 'get',
    path: '/v1/tables/{name}',
    operationId: 'getTable',
    tags: ['read models'],
    summary: 'A page of documents as CSV',
    description:
      'The same page as `GET /v1/projections/{name}`, with the same parameters and filters: one row a document, one column a path into it.',
    security: bearer,
    request: {
      params: z.object({ name: z.enum(readModels.map(({ name }) => name)) }),
      query: ListQuery,
      headers: ifNoneMatch,
    },
    responses: {
      200: {
        description: 'RFC 4180 in UTF-8, with a byte order mark and a header.',
        headers: { ...etag, ...link },
        content: { 'text/csv': { schema: text } },
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
