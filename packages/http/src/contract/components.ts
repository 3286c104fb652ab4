// The parts of the contract that its operations share.

import type { App } from '../context.js'
import { roles } from '../principal.js'
import { type ProblemName, problems } from '../problems/catalogue.js'

const text = { type: 'string' } as const

const Problem = {
  type: 'object',
  description: 'RFC 9457, in English or Chinese by `Accept-Language`.',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', description: '`/problems/{name}`: permanent, for programs.' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    requestId: { type: 'string', description: 'For the operator; events carry it as `correlationId`.' },
    rule: { type: 'string', description: 'The rule that refused; `GET /v1/rules` has its text and basis.' },
    evidence: {
      type: 'object',
      description: 'What the rule compared.',
      additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    },
    policyVersion: { type: 'integer', minimum: 0 },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: {
          pointer: { type: 'string', description: 'A JSON pointer into the body.' },
          code: text,
          message: text,
        },
      },
    },
    actual: { description: 'The revision that is there.', type: ['integer', 'string'] },
    progress: {
      type: 'object',
      required: ['events'],
      properties: { events: { type: 'integer' }, remaining: { type: 'integer' } },
    },
  },
} as const

const Metadata = {
  type: 'object',
  required: ['recordedAt', 'actor', 'commandId', 'correlationId'],
  properties: {
    recordedAt: { type: 'string', format: 'date-time' },
    actor: { type: 'string', description: 'An id, never a name.' },
    commandId: text,
    correlationId: text,
    causationId: { type: 'string', description: 'The event that a process answered.' },
    policyVersion: { type: 'integer', minimum: 0 },
  },
} as const

const RecordedEvent = {
  type: 'object',
  required: ['revision', 'eventId', 'type', 'data', 'metadata'],
  properties: {
    revision: { type: 'integer', minimum: 0 },
    eventId: { type: 'string', format: 'uuid' },
    type: text,
    data: { type: 'object' },
    metadata: { $ref: '#/components/schemas/Metadata' },
  },
} as const

const CloudEvent = {
  type: 'object',
  description:
    'CloudEvents 1.0. `subject` is the stream. Personal values in `data` are sealed for roles without the right to them.',
  required: [
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'datacontenttype',
    'dataschema',
    'data',
    'position',
    'revision',
    'correlationid',
  ],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid' },
    source: text,
    type: { type: 'string', pattern: '^skein\\.' },
    subject: text,
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    dataschema: text,
    data: { type: 'object' },
    position: { type: 'string', description: 'For `after` and `Last-Event-ID`.' },
    revision: { type: 'integer', minimum: 0 },
    correlationid: text,
    causationid: text,
    policyversion: { type: 'integer', minimum: 0 },
  },
} as const

const RuleEntry = {
  type: 'object',
  required: ['id', 'title', 'basis', 'kind', 'aggregates', 'events'],
  properties: {
    id: text,
    title: { type: 'object', required: ['en', 'zh'], properties: { en: text, zh: text } },
    basis: { type: 'string', description: 'The article, a law, or our own reasoning.' },
    kind: { enum: ['rule', 'invariant', 'assurance'] },
    aggregates: { type: 'array', items: text },
    events: { type: 'array', items: text },
  },
} as const

const retryAfter = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' as const, minimum: 0 } },
}

/** Where problems of one status are described, as a component's name. */
export const responseOf = (status: number): string => `Problem${status}`

/** Every status of a problem, with the kinds that have it. */
const byStatus = (): ReadonlyMap<number, readonly ProblemName[]> => {
  const found = new Map<number, ProblemName[]>()
  // sound: the names are the catalogue's keys
  for (const [name, { status }] of Object.entries(problems)) {
    // every command describes its own refusals
    if (status === 422) continue
    found.set(status, [...(found.get(status) ?? []), name as ProblemName])
  }
  return found
}

export const addComponents = ({ openAPIRegistry: registry }: App): void => {
  registry.registerComponent('schemas', 'Problem', mutable(Problem))
  registry.registerComponent('schemas', 'Metadata', mutable(Metadata))
  registry.registerComponent('schemas', 'RecordedEvent', mutable(RecordedEvent))
  registry.registerComponent('schemas', 'CloudEvent', mutable(CloudEvent))
  registry.registerComponent('schemas', 'Rule', mutable(RuleEntry))
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `Signed, with \`sub\` (an id, never a name), \`exp\`, \`role\` (${roles.join(', ')}) and \`division\` (a statistical code, several, or * for county and auditor).`,
  })
  for (const [status, names] of byStatus())
    registry.registerComponent('responses', responseOf(status), {
      description: names
        .map((name) => `\`${name}\`: ${problems[name].title.en}. ${problems[name].advice.en}`)
        .join('\n\n'),
      ...(status === 429 || status === 503 ? { headers: retryAfter } : {}),
      content: {
        'application/problem+json': {
          schema: {
            allOf: [
              { $ref: '#/components/schemas/Problem' },
              { type: 'object', properties: { type: { enum: names.map((name) => `/problems/${name}`) } } },
            ],
          },
        },
      },
    })
}

/** The registry's types want mutable objects; they are not changed. */
export const mutable = (schema: object): object => structuredClone(schema)
