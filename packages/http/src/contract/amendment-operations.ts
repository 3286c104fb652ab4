import { Annul, Correct } from '@skein/engine'
import type { BuiltInRule } from '@skein/kernel'
import { commandHeaders, outcomeSchema } from './command-operations.js'
import { mutable } from './components.js'
import { eventOf } from './event-schemas.js'
import { jsonSchemaOf } from './json-schema.js'
import { bearer, etag, problemResponses, type Registry, schemaRef, text } from './operation-parts.js'
import { CommandQuery } from './parameters.js'
import type { ContractParts } from './parts.js'

const roles =
  'Roles: those of the command that recorded the entry; the stream, and everything that the entry refers to as it is and as it would be corrected, must lie within your divisions. With `withDependents`, also the roles of every entry that is taken along; with `dryRun` they are listed in `consequences`, with the reason `dependent`.'

/** The operations that annul and correct entries. */
export const addAmendmentOperations = (registry: Registry, parts: ContractParts): void => {
  registry.registerComponent('schemas', 'Annulment', mutable(jsonSchemaOf(Annul, 'input')))
  registry.registerComponent('schemas', 'Correction', mutable(jsonSchemaOf(Correct, 'input')))
  add(registry, parts, 'annul', {
    schema: 'Annulment',
    summary: 'Takes an entry back, as if it had never been made',
    description: `What lies after it in its stream is decided again, and what follows from it there goes with it. \`eventId\` names any event of the entry. Annulling an annulment reinstates the entry. ${roles}`,
    example: {
      stream: 'base-base-1',
      eventId: '0b1c2d3e-4f50-5a6b-8c7d-9e0f1a2b3c4d',
      reason: 'typed twice',
      by: { role: 'accountant', id: 'a3' },
      on: '2018-06-01',
    },
  })
  add(registry, parts, 'correct', {
    schema: 'Correction',
    summary: 'Puts an entry right, as if it had been made so at once',
    description: `\`data\` has the fields that change, as the command of the entry has them; \`null\` removes an optional one, \`on\` moves the day. ${roles}`,
    example: {
      stream: 'base-base-1',
      eventId: '0b1c2d3e-4f50-5a6b-8c7d-9e0f1a2b3c4d',
      data: { amountFen: 260000000 },
      reason: 'typing error',
      by: { role: 'accountant', id: 'a3' },
      on: '2018-06-01',
    },
  })
}

interface Described {
  readonly schema: string
  readonly summary: string
  readonly description: string
  readonly example: object
}

const add = (
  registry: Registry,
  { commands, builtIn, publicPath }: ContractParts,
  kind: 'annul' | 'correct',
  { schema, summary, description, example }: Described,
): void => {
  const records = new Set(commands.flatMap(({ commandType }) => commandType.records))
  registry.registerPath({
    method: 'post',
    path: `/v1/${kind}`,
    operationId: kind,
    tags: ['corrections'],
    summary,
    description,
    security: bearer,
    request: {
      query: CommandQuery,
      headers: commandHeaders,
      body: { required: true, content: { 'application/json': { schema: schemaRef(schema), example } } },
    },
    responses: {
      200: {
        description:
          'The corrected events, and what is changed besides: annulments, entries that were computed again, contradictions. With `dryRun`, what would be recorded.',
        headers: {
          ...etag,
          'Idempotent-Replayed': { description: '`true`: it was recorded earlier.', schema: text },
        },
        content: { 'application/json': { schema: outcomeSchema(mutable(eventOf(records))) } },
      },
      ...problemResponses(400, 401, 403, 405, 406, 409, 412, 413, 415, 429, 503),
      422: {
        description: `${[builtIn.amendment, builtIn.laterEntries, builtIn.planLimit, builtIn.reusedCommandId].map(textOf).join('\n\n')}\n\nA correction is also refused by the rules of the command that it corrects.`,
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                schemaRef('Problem'),
                {
                  type: 'object',
                  required: ['rule', 'evidence'],
                  properties: { type: { const: `${publicPath}/problems/rule-refused` } },
                },
              ],
            },
          },
        },
      },
    },
  })
}

const textOf = ({ id, title }: BuiltInRule): string => `**${id}** ${title.en} ${title.zh}`
