// The schemas of the contract that its operations share.
import { cloudEventTypePrefix } from '../feed/cloud-event.js'
import { eventOf } from './event-schemas.js'

const text = { type: 'string' } as const

export const ProblemSchema = {
  type: 'object',
  description: 'RFC 9457, in English or Chinese by `Accept-Language`.',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string', description: '`/problems/{name}`: permanent, for programs.' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: text,
    requestId: { type: 'string', description: 'Quote it to the operator; events carry it as `correlationId`.' },
    rule: {
      type: 'string',
      description: 'The rule that rejected the command; `GET /v1/rules` has its text and basis.',
    },
    evidence: {
      type: 'object',
      description: 'The values that the rule compared.',
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
    blocked: {
      type: 'array',
      description:
        'The entries of later days that it would make impossible, as far as they are within your divisions; if some are not, the values of `evidence` are null.',
      items: {
        type: 'object',
        required: ['eventId', 'event', 'on', 'rule', 'message', 'evidence'],
        properties: {
          stream: text,
          eventId: { type: 'string', description: 'Of the first event of the entry.' },
          event: { type: 'string', description: 'Its type.' },
          on: { type: 'string', format: 'date' },
          rule: text,
          message: text,
          evidence: {
            type: 'object',
            additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
          },
        },
      },
    },
    actual: { description: 'The current revision of the stream.', type: ['integer', 'string'] },
    progress: {
      type: 'object',
      required: ['events'],
      properties: { events: { type: 'integer' }, remaining: { type: 'integer' } },
    },
  },
} as const

export const MetadataSchema = {
  type: 'object',
  required: ['recordedAt', 'actor', 'commandId', 'correlationId'],
  properties: {
    recordedAt: { type: 'string', format: 'date-time' },
    actor: { type: 'string', description: 'An id, never a name.' },
    commandId: text,
    correlationId: text,
    causationId: { type: 'string', description: 'The event that a process reacted to.' },
    policyVersion: { type: 'integer', minimum: 0 },
    traceparent: { type: 'string', description: 'The trace of the request (W3C Trace Context).' },
    replaces: { type: 'string', description: 'The first event of the entry whose place its entry took.' },
  },
} as const

const AnnulmentSchema = {
  type: 'object',
  description: 'Why the event no longer stands; absent while it stands.',
  required: ['eventId', 'reason', 'actor', 'recordedAt'],
  properties: {
    eventId: { type: 'string', description: 'The event that annulled it; annulling that one reinstates it.' },
    reason: {
      type: 'string',
      description: 'What a person gave, or `recomputed`, `refused`, `dependent`, `withdrawn` by the engine.',
    },
    by: {
      type: 'object',
      description: 'The person or office that decided it.',
      required: ['role', 'id'],
      properties: { role: text, id: text },
    },
    rule: { type: 'string', description: 'The rule that refuses what a process entered.' },
    actor: { type: 'string', description: 'The sender; an id, never a name.' },
    recordedAt: { type: 'string', format: 'date-time' },
    replacedBy: { type: 'string', description: 'The first event of what took its place.' },
  },
} as const

export const recordedEventSchema = (eventTypes: Iterable<string>) => ({
  description: 'An event of a stream. `type` shows what its `data` is.',
  allOf: [
    {
      type: 'object',
      required: ['revision', 'eventId', 'metadata'],
      properties: {
        revision: { type: 'integer', minimum: 0 },
        eventId: { type: 'string', format: 'uuid' },
        metadata: { $ref: '#/components/schemas/Metadata' },
        annulled: AnnulmentSchema,
      },
    },
    eventOf(eventTypes),
  ],
})

export const cloudEventSchema = (eventTypes: Iterable<string>) => ({
  description:
    'CloudEvents 1.0. `subject` is the stream. Personal values in `data` stay encrypted for roles that may not see them.',
  allOf: [
    {
      type: 'object',
      required: [
        'specversion',
        'id',
        'source',
        'subject',
        'time',
        'datacontenttype',
        'dataschema',
        'position',
        'revision',
        'correlationid',
      ],
      properties: {
        specversion: { const: '1.0' },
        id: { type: 'string', format: 'uuid' },
        source: text,
        subject: text,
        time: { type: 'string', format: 'date-time' },
        datacontenttype: { const: 'application/json' },
        dataschema: text,
        position: { type: 'string', description: 'For `after` and `Last-Event-ID`.' },
        revision: { type: 'integer', minimum: 0 },
        correlationid: text,
        causationid: text,
        policyversion: { type: 'integer', minimum: 0 },
        traceparent: { type: 'string', description: 'The trace of the request (W3C Trace Context).' },
      },
    },
    eventOf(eventTypes, cloudEventTypePrefix),
  ],
})

export const RuleSchema = {
  type: 'object',
  required: ['id', 'title', 'basis', 'kind', 'permission', 'aggregates', 'events'],
  properties: {
    id: text,
    title: { type: 'object', required: ['en', 'zh'], properties: { en: text, zh: text } },
    basis: {
      type: 'string',
      description: 'Where the rule comes from: the article, a law, or a decision of the library.',
    },
    kind: { enum: ['rule', 'engine', 'invariant', 'assurance'] },
    permission: {
      type: 'boolean',
      description: 'Whether it says what may be decided, not what can be: what was permitted then stands.',
    },
    aggregates: { type: 'array', items: text },
    events: { type: 'array', items: text },
  },
} as const
