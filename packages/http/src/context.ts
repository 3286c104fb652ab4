import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Codec } from '@skein/engine'
import type { Context } from 'hono'
import type { RolesOf } from './access/command-access.js'
import type { DivisionResolver } from './access/division-resolver.js'
import type { LogTail } from './feed/log-tail.js'
import type { OpenFeeds } from './feed/open-feeds.js'
import type { Metrics } from './metrics.js'
import type { HttpApiOptions, Limits, Logger } from './options.js'
import type { Principal } from './principal.js'
import type { CursorCodec } from './reading/cursor.js'
import type { PastReadModels } from './reading/past-read-models.js'
import type { StreamAnnulments } from './reading/stream-annulments.js'

/** The variables that the middleware sets on a request. */
export type Env = {
  Bindings: Client
  Variables: {
    requestId: string
    /** Set by the authentication, on every route below `/v1` and on `/metrics`. */
    principal: Principal
    /** Charges the caller for work, counted in requests. */
    charge: (requests: number) => void
  }
}

/** What the server knows of a client besides its request. */
export interface Client {
  /** Its network address, for the rate of requests without a token; without one, that rate is not limited. */
  readonly address?: string
}

export type App = OpenAPIHono<Env>
export type RequestContext = Context<Env>

/** What the routes of one API share. */
export interface Service extends Pick<HttpApiOptions, 'runtime' | 'auth'> {
  readonly rolesOf: RolesOf
  readonly publicUrl: string | undefined
  /** The path of the public address, without a slash at its end: '' for none. */
  readonly publicPath: string
  readonly limits: Limits
  readonly logger: Logger
  readonly metrics: Metrics
  readonly codec: Codec
  readonly divisions: DivisionResolver
  /** Aborted when the API is to get no more requests. */
  readonly draining: AbortSignal
  /** Aborted when the API closes; open event feeds then end. */
  readonly closing: AbortSignal
  readonly feeds: OpenFeeds
  readonly tail: LogTail
  readonly cursors: CursorCodec
  readonly annulments: StreamAnnulments
  readonly past: PastReadModels
}

/** The caller of a request, once it is authenticated. */
export const principalOf = (context: RequestContext): Principal | undefined => context.get('principal')

/** The origin of links that leave the API. */
export const originOf = ({ publicUrl }: Service, { req }: RequestContext): string =>
  publicUrl ?? new URL(req.url).origin
