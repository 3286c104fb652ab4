import { z } from '@hono/zod-openapi'
import type { RuleEntry } from '@skein/core'
import type { KnownCommand } from '../commands/known-commands.js'
import { mutable } from './components.js'
import { eventOf } from './event-schemas.js'
import { examplesOf } from './examples/index.js'
import { jsonSchemaOf } from './json-schema.js'
import { bearer, etag, problemResponses, type Registry, schemaRef, text } from './operation-parts.js'
import { CommandQuery } from './parameters.js'
import type { ContractParts } from './parts.js'

/** The headers of operations that record something. */
export const commandHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional()
    .openapi({
      description:
        'A key of your choice for this command. If the command was recorded under it, a repetition returns the original result and records nothing. Keys belong to their caller: others may use the same one.',
    }),
  'If-Match': z.string().optional().openapi({
    description:
      'The `ETag` of the stream as you read it, several of them, or `*`: if the stream has none of them, nothing is written (412).',
    example: '"3"',
  }),
  'If-None-Match': z.string().optional().openapi({
    description: '`*`: the stream must not exist yet. Tags: it must be at none of these revisions.',
    example: '*',
  }),
  traceparent: z
    .string()
    .optional()
    .openapi({ description: 'The trace of the request (W3C Trace Context); events carry it.' }),
  'X-Request-Id': z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,64}$/)
    .optional()
    .openapi({ description: 'Your own id of the request; events carry it as `correlationId`.' }),
})

/** The rules that can reject the command: those about the events it records, and those of every command. */
const refusingRulesOf = (
  { aggregate, commandType }: KnownCommand,
  rules: readonly RuleEntry[],
  rulesOfEveryCommand: ReadonlySet<string>,
) =>
  rules.filter(
    ({ events, aggregates, id }) =>
      rulesOfEveryCommand.has(id) ||
      (aggregates.includes(aggregate.name) && events.some((type) => commandType.records.includes(type))),
  )

/** What a command recorded; `event` is the schema of its events. */
export const outcomeSchema = (event: object) => ({
  type: 'object' as const,
  required: ['stream', 'revision', 'events'],
  properties: {
    stream: text,
    revision: {
      type: 'integer' as const,
      minimum: -1,
      description: 'The last revision of the stream; -1 if it has no events.',
    },
    position: { type: 'string' as const, description: 'The position of the last event; for `after` of a read model.' },
    events: { type: 'array' as const, items: event },
    consequences: {
      type: 'array' as const,
      description:
        'What the command changed besides, where it is about an earlier day: entries that were computed again (annulled, and their new events), and contradictions.',
      items: {
        type: 'object' as const,
        required: ['type', 'data'],
        properties: { type: text, data: { type: 'object' as const } },
      },
    },
    plan: schemaRef('Plan'),
  },
})

/** The operation that sends one type of command. */
export const addCommandOperation = (
  registry: Registry,
  command: KnownCommand,
  { rules, rulesOfEveryCommand, rolesOf, publicPath }: ContractParts,
): void => {
  const { type, aggregate, commandType, target } = command
  registry.registerComponent('schemas', type, mutable(jsonSchemaOf(commandType.schema.shape.data, 'input')))
  const examples = examplesOf(type)
  const refusingRules = refusingRulesOf(command, rules, rulesOfEveryCommand)
  registry.registerPath({
    method: 'post',
    path: `/v1/commands/${type}`,
    operationId: type,
    tags: [aggregate.name],
    summary: `${type}: to ${aggregate.name}-{${target}}`,
    description: `Records ${commandType.records.map((one) => `\`${one}\``).join(', ')}. Roles: ${rolesOf(type).join(', ') || 'none'}.${examples.length === 0 ? '' : ' The examples of all commands are steps of one small programme: sent in their order, each is accepted.'}`,
    security: bearer,
    request: {
      query: CommandQuery,
      headers: commandHeaders,
      body: {
        required: true,
        content: {
          'application/json': {
            schema: schemaRef(type),
            ...(examples.length > 0 && {
              examples: Object.fromEntries(examples.map(({ name, data }) => [name, { value: data }])),
            }),
          },
        },
      },
    },
    responses: {
      200: {
        description:
          'The recorded events; none if the command changes nothing. With `dryRun`, the events that would be recorded.',
        headers: {
          ...etag,
          'Idempotent-Replayed': { description: '`true`: the command was recorded earlier.', schema: text },
        },
        content: {
          'application/json': { schema: outcomeSchema(mutable(eventOf(commandType.records))) },
        },
      },
      ...problemResponses(400, 401, 403, 405, 406, 409, 412, 413, 415, 429, 503),
      422: {
        description: refusingRules.map(({ id, title }) => `**${id}** ${title.en} ${title.zh}`).join('\n\n'),
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                schemaRef('Problem'),
                {
                  type: 'object',
                  required: ['rule', 'evidence'],
                  properties: {
                    type: { const: `${publicPath}/problems/rule-refused` },
                    rule: { enum: refusingRules.map(({ id }) => id) },
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
