// Streams, events, rules, and what operators ask.
import { z } from '@hono/zod-openapi'
import type { App } from '../context.js'
import { bearer, etag, failing, guarded, known, knownHeader, link, schemaRef, text } from './operation-parts.js'
import { EventsQuery, StreamQuery } from './parameters.js'

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
