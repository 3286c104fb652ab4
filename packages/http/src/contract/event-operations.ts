import { z } from '@hono/zod-openapi'
import {
  bearer,
  etag,
  ifNoneMatch,
  link,
  problemResponses,
  type Registry,
  readProblems,
  schemaRef,
  text,
  unchanged,
} from './operation-parts.js'
import { EventsQuery, StreamQuery } from './parameters.js'

/** Streams, events and rules. */
export const addEventOperations = (registry: Registry): void => {
  registry.registerPath({
    method: 'get',
    path: '/v1/streams/{stream}',
    operationId: 'getStream',
    tags: ['events'],
    summary: 'The events of one stream',
    description: 'A page of its events, in order, if the stream lies within your divisions.',
    security: bearer,
    request: { params: z.object({ stream: z.string() }), query: StreamQuery, headers: ifNoneMatch },
    responses: {
      200: {
        description: 'A page of its events, in order.',
        headers: { ...etag, ...link },
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['stream', 'revision', 'events'],
              properties: {
                stream: text,
                revision: { type: 'integer', minimum: 0 },
                missingBefore: {
                  type: 'integer',
                  minimum: 1,
                  description: 'Where the store has lost the beginning of the stream: the first revision that is left.',
                },
                events: { type: 'array', items: schemaRef('RecordedEvent') },
              },
            },
          },
        },
      },
      304: unchanged,
      ...problemResponses(...readProblems, 404),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/events',
    operationId: 'listEvents',
    tags: ['events'],
    summary: 'Recorded events: a page, or a feed of new ones',
    description:
      'Accept `text/event-stream` for server-sent events: a feed that is resumed with `Last-Event-ID` repeats and misses none. A page has a `Link` to the next one, also when it is the last one for now.',
    security: bearer,
    request: {
      query: EventsQuery,
      headers: z.object({
        'Last-Event-ID': z.string().optional().openapi({ description: 'The position to resume after.' }),
      }),
    },
    responses: {
      200: {
        description: 'The events within your divisions, as CloudEvents 1.0.',
        headers: link,
        content: {
          'application/cloudevents-batch+json': { schema: { type: 'array', items: schemaRef('CloudEvent') } },
          // each event of the feed is one element
          'text/event-stream': { schema: { type: 'array', items: schemaRef('CloudEvent') } },
        },
      },
      ...problemResponses(...readProblems),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/rules',
    operationId: 'listRules',
    tags: ['rules'],
    summary: 'Every rule, with its text and its basis',
    description: 'The rules that commands are validated against, in both languages.',
    security: bearer,
    request: { headers: ifNoneMatch },
    responses: {
      200: {
        description: 'The rules.',
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
      304: unchanged,
      ...problemResponses(400, 401, 405, 406, 412, 429, 503),
    },
  })
}
