import { bearer, problemResponses, type Registry, text } from './operation-parts.js'

const state = { type: 'object' as const, required: ['status'], properties: { status: text } }

/** Health, readiness and metrics. */
export const addOperatorOperations = (registry: Registry): void => {
  registry.registerPath({
    method: 'get',
    path: '/healthz',
    operationId: 'isAlive',
    tags: ['operation'],
    summary: 'Whether the process runs',
    description: 'Needs no token.',
    security: [],
    responses: {
      200: { description: 'It runs.', content: { 'application/json': { schema: state } } },
      ...problemResponses(405, 406),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/readyz',
    operationId: 'isReady',
    tags: ['operation'],
    summary: 'Whether requests can be served: the store is reachable and the read models are up to date',
    description: 'Needs no token. A server that is about to stop answers 503 before it refuses connections.',
    security: [],
    responses: {
      200: {
        description: 'Ready. `quarantine` names the read models that pass over streams, or are paused (`isPaused`).',
        content: { 'application/json': { schema: state } },
      },
      503: {
        description:
          '`building`, `behind`, `diverged` (the log has lost events that read models were built from), `unreachable` or `closing`.',
        content: { 'application/json': { schema: state } },
      },
      ...problemResponses(405, 406),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/metrics',
    operationId: 'getMetrics',
    tags: ['operation'],
    summary: 'Metrics for Prometheus; county and auditor of all divisions only',
    description: 'Counts of requests, commands and events, and how far read models lag behind.',
    security: bearer,
    responses: {
      200: { description: 'Prometheus text.', content: { 'text/plain': { schema: text } } },
      ...problemResponses(401, 403, 405, 406, 429, 503),
    },
  })
}
