// The operations that change something, from the schemas that commands are checked by.
import { z } from '@hono/zod-openapi'
import { rules } from '@skein/core'
import { sendersOf } from '../access/commands.js'
import type { KnownCommand } from '../commands/lookup.js'
import type { App } from '../context.js'
import { mutable } from './components.js'
import { examplesOf } from './examples.js'
import { jsonSchemaOf } from './json-schema.js'
import { bearer, etag, failing, schemaRef, text } from './operation-parts.js'
import { CommandQuery } from './parameters.js'

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
