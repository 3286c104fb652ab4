// Registers the components that the operations of the contract refer to.
import type { App } from '../context.js'
import { roles } from '../principal.js'
import { type ProblemName, problems } from '../problems/catalogue.js'
import { eventDataName } from './event-schemas.js'
import type { JsonSchema } from './json-schema.js'
import { PlanSchema } from './plan-schema.js'
import { cloudEventSchema, MetadataSchema, ProblemSchema, RuleSchema, recordedEventSchema } from './schemas.js'

export type Registry = App['openAPIRegistry']

/** The name of the component that describes the problems of one status. */
export const problemResponseName = (status: number): string => `Problem${status}`

export const addComponents = (
  registry: Registry,
  events: ReadonlyMap<string, JsonSchema>,
  publicPath: string,
): void => {
  for (const [type, schema] of events) registry.registerComponent('schemas', eventDataName(type), mutable(schema))
  registry.registerComponent('schemas', 'Problem', mutable(ProblemSchema))
  registry.registerComponent('schemas', 'Plan', mutable(PlanSchema))
  registry.registerComponent('schemas', 'Metadata', mutable(MetadataSchema))
  registry.registerComponent('schemas', 'RecordedEvent', mutable(recordedEventSchema(events.keys())))
  registry.registerComponent('schemas', 'CloudEvent', mutable(cloudEventSchema(events.keys())))
  registry.registerComponent('schemas', 'Rule', mutable(RuleSchema))
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `Signed, with \`sub\` (an id, never a name), \`exp\`, \`role\` (${roles.join(', ')}) and \`division\` (a statistical code, several, or * for county and auditor).`,
  })
  for (const [status, names] of problemNamesByStatus()) addProblemResponse(registry, status, names, publicPath)
}

const problemNamesByStatus = (): ReadonlyMap<number, readonly ProblemName[]> => {
  const byStatus = new Map<number, ProblemName[]>()
  for (const [name, { status }] of Object.entries(problems)) {
    // every command describes its own rejections, and 424 is a status within the answer to a bundle
    if (status === 422 || status === 424) continue
    // sound: the names are the catalogue's keys
    byStatus.set(status, [...(byStatus.get(status) ?? []), name as ProblemName])
  }
  return byStatus
}

const retryAfter = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' as const, minimum: 0 } },
}

const addProblemResponse = (
  registry: Registry,
  status: number,
  names: readonly ProblemName[],
  publicPath: string,
): void => {
  registry.registerComponent('responses', problemResponseName(status), {
    description: names
      .map((name) => `\`${name}\`: ${problems[name].title.en}. ${problems[name].advice.en}`)
      .join('\n\n'),
    ...(status === 429 || status === 503 ? { headers: retryAfter } : {}),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { type: 'object', properties: { type: { enum: names.map((name) => `${publicPath}/problems/${name}`) } } },
          ],
        },
      },
    },
  })
}

/** The registry's types demand mutable objects, though it does not change them. */
export const mutable = (schema: object): object => structuredClone(schema)
