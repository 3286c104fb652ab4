import { idempotencyKeyPattern } from '../commands/command-id.js'
import { defaultLimits } from '../options.js'
import { outcomeSchema } from './command-operations.js'
import { mutable } from './components.js'
import { eventOf } from './event-schemas.js'
import { exampleCommands } from './examples/index.js'
import { bearer, problemResponses, type Registry, schemaRef } from './operation-parts.js'
import { CommandQuery } from './parameters.js'
import type { ContractParts } from './parts.js'

/** The operation that sends several commands at once. */
export const addBundleOperation = (registry: Registry, { commands, rolesOf }: ContractParts): void => {
  const types = commands.filter(({ commandType }) => !commandType.byProcess).map(({ type }) => type)
  const records = new Set(commands.flatMap(({ commandType }) => commandType.records))
  const variants = types.map((type) => ({
    type: 'object',
    required: ['type', 'idempotencyKey', 'data'],
    properties: {
      type: { const: type },
      idempotencyKey: {
        type: 'string',
        pattern: idempotencyKeyPattern.source,
        description:
          'A key of your choice, another one for each command. What was recorded under it is answered as a repetition.',
      },
      data: schemaRef(type),
    },
    additionalProperties: false,
  }))
  registry.registerComponent('schemas', 'BundledCommand', mutable({ oneOf: variants }))
  registry.registerComponent('schemas', 'BundledResult', mutable(resultSchema(records)))
  const example = exampleCommands.filter(({ type }) => rolesOf(type).includes('county')).slice(0, 2)
  registry.registerPath({
    method: 'post',
    path: '/v1/commands',
    operationId: 'sendCommands',
    tags: ['commands'],
    summary: 'Several commands at once, of any streams',
    description:
      'Those of one stream are recorded together, each at its own day and in whatever order they are sent, or none of them. Each command is answered, in their order. The roles are those of each command; if one of them may not be sent, or does not fit its schema, nothing is recorded at all. Sent again with the same keys, what was recorded is answered as a repetition, and the rest is decided. With `dryRun`, each stream is decided on what is recorded already.',
    security: bearer,
    request: {
      query: CommandQuery,
      body: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['commands'],
              properties: {
                commands: {
                  type: 'array',
                  minItems: 1,
                  maxItems: defaultLimits.bundleCommands,
                  items: schemaRef('BundledCommand'),
                },
              },
              additionalProperties: false,
            },
            example: {
              commands: example.map(({ type, data }, index) => ({ type, idempotencyKey: `paper-${index + 1}`, data })),
            },
          },
        },
      },
    },
    responses: {
      200: {
        description: 'The result of each command, in their order; each has a status of its own.',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['results'],
              properties: { results: { type: 'array', items: schemaRef('BundledResult') } },
            },
          },
        },
      },
      ...problemResponses(400, 401, 403, 405, 406, 413, 415, 429, 503),
    },
  })
}

const resultSchema = (eventTypes: Iterable<string>) => ({
  oneOf: [
    {
      type: 'object',
      description: 'A command that was recorded, or changed nothing.',
      required: ['status', 'replayed', 'result'],
      properties: {
        status: { const: 200 },
        replayed: { type: 'boolean', description: 'The command was recorded earlier.' },
        result: outcomeSchema(eventOf(eventTypes)),
      },
    },
    {
      type: 'object',
      description:
        'A command that was not recorded. 424: another command to the same stream was refused; `issues` has its pointer.',
      required: ['status', 'problem'],
      properties: { status: { enum: [409, 422, 424, 503] }, problem: schemaRef('Problem') },
    },
  ],
})
