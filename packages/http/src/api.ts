import { OpenAPIHono } from '@hono/zod-openapi'
import { codecOf } from '@skein/engine'
import { DivisionResolver } from './access/scope.js'
import type { Env, Service } from './context.js'
import { createMetrics } from './operation/metrics.js'
import { addMiddleware, addNotFound } from './operation/middleware.js'
import { defaultLimits, type HttpApiOptions, silent } from './options.js'
import { addCommands } from './routes/commands.js'
import { addContract } from './routes/contract.js'
import { addEvents } from './routes/events.js'
import { addHealth } from './routes/health.js'
import { addProjections, publishedOf } from './routes/projections.js'
import { addRules } from './routes/rules.js'
import { addStreams } from './routes/streams.js'

/** The API as a web-standard handler: mount it wherever `Request` and `Response` are known. */
export interface HttpApi {
  fetch(request: Request): Promise<Response>
  /** Ends the streams of events, says on `/readyz` that it closes, and goes on answering what comes. */
  close(): void
}

/**
 * Commands in, read models and events out. The runtime and its store stay the caller's, who runs its projections and
 * processes beside it and closes the store.
 *
 * @example
 * const api = createHttpApi({ runtime, auth: jwtAuth({ secret }) })
 * const response = await api.fetch(new Request('http://localhost/healthz'))
 */
export const createHttpApi = (options: HttpApiOptions): HttpApi => {
  const { runtime, auth, publicUrl, logger = silent, metrics = createMetrics(), allowedOrigins = [] } = options
  const closing = new AbortController()
  const codec = codecOf(runtime.domain)
  const service: Service = {
    runtime,
    auth,
    publicUrl: publicUrl?.replace(/\/+$/, ''),
    limits: { ...defaultLimits, ...options.limits },
    logger,
    metrics,
    codec,
    divisions: new DivisionResolver(runtime.storage.events, codec),
    closing: closing.signal,
    streams: { open: 0 },
  }
  const app = new OpenAPIHono<Env>()
  const published = publishedOf(runtime.domain)
  addMiddleware(app, service, allowedOrigins)
  addCommands(app, service)
  addProjections(app, service, published)
  addStreams(app, service)
  addEvents(app, service)
  addRules(app)
  addHealth(app, service)
  addContract(app, service, published)
  addNotFound(app)
  return {
    fetch: async (request) => app.fetch(request),
    close: () => closing.abort(),
  }
}
