// The operations that read what is told from the events.
import { z } from '@hono/zod-openapi'
import type { App } from '../context.js'
import type { Published } from '../routes/projections.js'
import { mutable } from './components.js'
import { bearer, etag, failing, guarded, known, knownHeader, link, schemaRef, text } from './operation-parts.js'
import { DocumentQuery, ListQuery } from './parameters.js'

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** A list and a document of a read model. */
export const addReadModelOperations = ({ openAPIRegistry: registry }: App, readModel: Published): void => {
  const { name, schema, filters } = readModel
  const doc = `${capitalised(name)}Document`
  registry.registerComponent('schemas', doc, mutable(schema))
  const path = `/v1/projections/${name}`
  registry.registerPath({
    method: 'get',
    path,
    operationId: `list${capitalised(name)}`,
    tags: ['read models'],
    summary: `${name}: a page of documents`,
    security: bearer,
    request: { query: ListQuery, headers: knownHeader },
    parameters: [...filters].map(([field, type]) => ({
      name: field,
      in: 'query' as const,
      description: `Only documents of which \`${field}\` is this.`,
      schema: { type },
    })),
    responses: {
      200: {
        description:
          'In the order of their keys, as far as they lie in your division. A page may be shorter than asked for and yet have a next one.',
        headers: { ...etag, ...link },
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['items'],
              properties: {
                items: {
                  type: 'array',
                  items: { type: 'object', required: ['key', 'doc'], properties: { key: text, doc: schemaRef(doc) } },
                },
              },
            },
          },
          'text/csv': { schema: text },
        },
      },
      304: known,
      ...failing(...guarded),
    },
  })
  registry.registerPath({
    method: 'get',
    path: `${path}/{key}`,
    operationId: `get${capitalised(name)}`,
    tags: ['read models'],
    summary: `${name}: one document`,
    security: bearer,
    request: { params: z.object({ key: z.string() }), query: DocumentQuery, headers: knownHeader },
    responses: {
      200: { description: 'The document.', headers: etag, content: { 'application/json': { schema: schemaRef(doc) } } },
      304: known,
      ...failing(...guarded, 404),
    },
  })
}
