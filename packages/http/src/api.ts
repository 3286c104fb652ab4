import { OpenAPIHono } from '@hono/zod-openapi'
import { codecOf } from '@skein/engine'
import { checkOptions } from '@skein/kernel'
import { rolesOfCommands } from './access/command-access.js'
import { divisionResolverOf } from './access/division-resolver.js'
import type { Client, Env, Service } from './context.js'
import { pathOf } from './contract/public-path.js'
import { describeReadModels } from './contract/read-models.js'
import { LogTail } from './feed/log-tail.js'
import { OpenFeeds } from './feed/open-feeds.js'
import { createMetrics } from './metrics.js'
import { addMiddleware } from './middleware/index.js'
import { addNotFound } from './middleware/methods.js'
import { httpApiOptions, limitOptions } from './option-types.js'
import { defaultLimits, type HttpApiOptions, silentLogger } from './options.js'
import { CursorCodec } from './reading/cursor.js'
import { PastReadModels } from './reading/past-read-models.js'
import { StreamAnnulments } from './reading/stream-annulments.js'
import { addAmendmentRoutes } from './routes/amendments.js'
import { addBundleRoute } from './routes/bundle.js'
import { addCommandRoute } from './routes/commands.js'
import { addContractRoutes } from './routes/contract.js'
import { addEventRoute } from './routes/events.js'
import { addOperatorRoutes } from './routes/operator.js'
import { addProjectionRoutes } from './routes/projections.js'
import { addRuleRoute } from './routes/rules.js'
import { addStreamRoute } from './routes/streams.js'

/** The API as a web-standard handler: it runs wherever `Request` and `Response` exist. */
export interface HttpApi {
  /** Answers a request. `client` is what the server knows of the connection. */
  fetch(request: Request, client?: Client): Promise<Response>
  /** Makes `/readyz` answer 503, so that load balancers send no more requests; everything is still answered. */
  drain(): void
  /** Also ends the open event feeds, and opens no more; other requests are still answered. */
  close(): void
}

/**
 * Builds the API: commands in, read models and events out. The caller owns the runtime and its store: it runs
 * `runtime.project()` and `runtime.react()` beside the API, and closes the store. Throws `Misconfigured` for options that
 * cannot be used, such as `access` that names no command of people.
 *
 * @example
 * const api = createHttpApi({ runtime, auth: jwtAuth({ secret }) })
 * const response = await api.fetch(new Request('http://localhost/healthz'))
 */
export const createHttpApi = <Input = unknown>(options: HttpApiOptions<Input>): HttpApi => {
  checkOptions('createHttpApi', options, httpApiOptions)
  checkOptions('createHttpApi limits', options.limits ?? {}, limitOptions)
  const { runtime, auth, logger = silentLogger, metrics = createMetrics(), allowedOrigins = [], allowedHosts } = options
  const draining = new AbortController()
  const closing = new AbortController()
  const codec = codecOf(runtime.domain)
  const limits = { ...defaultLimits, ...options.limits }
  const publicUrl = options.publicUrl?.replace(/\/+$/, '')
  const divisions = divisionResolverOf(runtime, codec)
  const service: Service = {
    runtime,
    auth,
    rolesOf: rolesOfCommands(runtime.domain, options.access),
    publicUrl,
    publicPath: pathOf(publicUrl),
    limits,
    logger,
    metrics,
    codec,
    divisions,
    draining: draining.signal,
    closing: closing.signal,
    feeds: new OpenFeeds(limits.openFeeds, limits.openFeedsOfSubject),
    tail: new LogTail(runtime.storage.events, divisions),
    cursors: new CursorCodec(runtime),
    annulments: new StreamAnnulments(runtime),
    past: new PastReadModels(runtime, limits),
  }
  const app = new OpenAPIHono<Env>()
  const readModels = describeReadModels(runtime.domain)
  addMiddleware(app, service, { allowedOrigins, allowedHosts })
  addCommandRoute(app, service)
  addBundleRoute(app, service)
  addAmendmentRoutes(app, service)
  addProjectionRoutes(app, service, readModels)
  addStreamRoute(app, service)
  addEventRoute(app, service)
  addRuleRoute(app, service)
  addOperatorRoutes(app, service)
  addContractRoutes(app, service, readModels)
  addNotFound(app, service)
  return {
    fetch: async (request, client = {}) => app.fetch(request, client),
    drain: () => draining.abort(),
    close: () => {
      draining.abort()
      closing.abort()
    },
  }
}
