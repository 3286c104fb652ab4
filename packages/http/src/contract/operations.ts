// The operations of the contract, from the same schemas that the domain is checked by.

import { z } from '@hono/zod-openapi'
import { rules } from '@skein/core'
import { sendersOf } from '../access/commands.js'
import type { KnownCommand } from '../commands/lookup.js'
import type { App } from '../context.js'
import type { Published } from '../routes/projections.js'
import { mutable, responseOf } from './components.js'
import { jsonSchemaOf } from './json-schema.js'
import { CommandQuery, DocumentQuery, EventsQuery, ListQuery, StreamQuery } from './parameters.js'
import { examplesOf } from './story.js'

type Registry = App['openAPIRegistry']
type Responses = Parameters<Registry['registerPath']>[0]['responses']

const bearer = [{ bearer: [] }]
const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const failing = (...statuses: readonly number[]): Responses =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${responseOf(status)}` }]))

const guarded = [400, 401, 403, 405, 406, 429, 500, 503] as const

const text = { type: 'string' as const }
const etag = { ETag: { description: 'For `If-None-Match`, or the next `If-Match`.', schema: text } }
const link = { Link: { description: '`rel="next"`: where to go on.', schema: text } }
const known = { description: 'You have it already.' }
const knownHeader = z.object({
  'If-None-Match': z.string().optional().openapi({ description: 'An `ETag` of before.' }),
})

const commandHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .openapi({
      description:
        'Your own key for this command. Sent again with it, a command that was recorded is answered as the first time, and recorded once. It is yours: other callers may use the same.',
    }),
  'If-Match': z
    .string()
    .regex(/^"\d{1,15}"$/)
    .optional()
    .openapi({ description: 'The `ETag` of the stream as you know it; if it moved on, nothing is written (412).' }),
  'If-None-Match': z.literal('*').optional().openapi({ description: 'The stream must not exist yet.' }),
  'X-Request-Id': z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,64}$/)
    .optional()
    .openapi({ description: 'An id of yours for the request; events carry it as `correlationId`.' }),
})

const rulesOf = ({ aggregate, commandType }: KnownCommand) =>
  rules.filter(
    ({ events, aggregates, id }) =>
      id === 'G2' || (aggregates.includes(aggregate.name) && events.some((type) => commandType.records.includes(type))),
  )

/** One operation for every command that people send. */
export const addCommandOperation = ({ openAPIRegistry: registry }: App, command: KnownCommand): void => {
  const { type, aggregate, commandType, target } = command
  registry.registerComponent('schemas', type, mutable(jsonSchemaOf(commandType.schema.shape.data, 'input')))
  const refusing = rulesOf(command)
  registry.registerPath({
    method: 'post',
    path: `/v1/commands/${type}`,
    operationId: type,
    tags: [aggregate.name],
    summary: `${type}: to ${aggregate.name}-{${target}}`,
    description: `Records ${commandType.records.map((one) => `\`${one}\``).join(', ')}. Roles: ${sendersOf(type).join(', ')}. The examples are steps of one small programme; sent in their order, each is accepted.`,
    security: bearer,
    request: {
      query: CommandQuery,
      headers: commandHeaders,
      body: {
        required: true,
        content: {
          'application/json': {
            schema: schemaRef(type),
            examples: Object.fromEntries(examplesOf(type).map(({ name, data }) => [name, { value: data }])),
          },
        },
      },
    },
    responses: {
      200: {
        description: 'Recorded, or nothing to record: `events` says which. With `dryRun`: what would be.',
        headers: {
          ...etag,
          'Idempotent-Replayed': { description: '`true`: it was recorded before.', schema: text },
        },
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['stream', 'revision', 'events'],
              properties: {
                stream: text,
                revision: {
                  type: 'integer',
                  minimum: -1,
                  description: 'The last one of the stream; -1: there is none.',
                },
                position: { type: 'string', description: 'For `after` of a read model.' },
                events: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['type', 'data'],
                    properties: { type: { enum: [...commandType.records] }, data: { type: 'object' } },
                  },
                },
              },
            },
          },
        },
      },
      ...failing(400, 401, 403, 405, 409, 412, 413, 415, 429, 500, 503),
      422: {
        description: refusing.map(({ id, title }) => `**${id}** ${title.en} ${title.zh}`).join('\n\n'),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                schemaRef('Problem'),
                {
                  type: 'object',
                  required: ['rule', 'evidence'],
                  properties: {
                    type: { const: '/problems/rule-refused' },
                    rule: { enum: refusing.map(({ id }) => id) },
                  },
                },
              ],
            },
          },
        },
      },
    },
  })
}

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

/** Streams, events and rules. */
export const addOtherOperations = ({ openAPIRegistry: registry }: App): void => {
  registry.registerPath({
    method: 'get',
    path: '/v1/streams/{stream}',
    operationId: 'getStream',
    tags: ['events'],
    summary: 'What happened in one stream',
    security: bearer,
    request: { params: z.object({ stream: z.string() }), query: StreamQuery, headers: knownHeader },
    responses: {
      200: {
        description: 'Its events, from the first.',
        headers: { ...etag, ...link },
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['stream', 'revision', 'events'],
              properties: {
                stream: text,
                revision: { type: 'integer', minimum: 0 },
                events: { type: 'array', items: schemaRef('RecordedEvent') },
              },
            },
          },
        },
      },
      304: known,
      ...failing(...guarded, 404),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/events',
    operationId: 'listEvents',
    tags: ['events'],
    summary: 'Events as they were recorded: a batch, or a stream of them',
    description:
      'Accept `text/event-stream` for server-sent events; who comes back with `Last-Event-ID` misses none and sees none twice. A batch has a `Link` to go on with, also when it is the last for now.',
    security: bearer,
    request: {
      query: EventsQuery,
      headers: z.object({ 'Last-Event-ID': z.string().optional().openapi({ description: 'A position.' }) }),
    },
    responses: {
      200: {
        description: 'CloudEvents 1.0, as far as they lie in your division.',
        headers: link,
        content: {
          'application/cloudevents-batch+json': { schema: { type: 'array', items: schemaRef('CloudEvent') } },
          'text/event-stream': { schema: text },
        },
      },
      ...failing(...guarded),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/rules',
    operationId: 'listRules',
    tags: ['rules'],
    summary: 'Every rule, with its text and where it comes from',
    security: bearer,
    request: { headers: knownHeader },
    responses: {
      200: {
        description: 'The catalogue.',
        headers: etag,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['rules'],
              properties: { rules: { type: 'array', items: schemaRef('Rule') } },
            },
          },
        },
      },
      304: known,
      ...failing(400, 401, 429, 500, 503),
    },
  })
  const state = { type: 'object' as const, required: ['status'], properties: { status: text } }
  registry.registerPath({
    method: 'get',
    path: '/healthz',
    operationId: 'isAlive',
    tags: ['operation'],
    summary: 'Whether it runs',
    security: [],
    responses: {
      200: { description: 'It does.', content: { 'application/json': { schema: state } } },
      ...failing(405, 500),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/readyz',
    operationId: 'isReady',
    tags: ['operation'],
    summary: 'Whether it can serve: the store is reachable, the read models are not far behind',
    security: [],
    responses: {
      200: { description: 'It can.', content: { 'application/json': { schema: state } } },
      503: {
        description: '`building`, `behind`, `unreachable` or `closing`.',
        content: { 'application/json': { schema: state } },
      },
      ...failing(405),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/metrics',
    operationId: 'getMetrics',
    tags: ['operation'],
    summary: 'Counts and durations for Prometheus; county and auditor',
    security: bearer,
    responses: {
      200: { description: 'Prometheus text.', content: { 'text/plain': { schema: text } } },
      ...failing(401, 403, 429, 500, 503),
    },
  })
}
