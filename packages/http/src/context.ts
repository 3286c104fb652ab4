import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Codec } from '@skein/engine'
import type { Context } from 'hono'
import type { DivisionResolver } from './access/division-resolver.js'
import type { Metrics } from './metrics.js'
import type { HttpApiOptions, Limits, Logger } from './options.js'
import type { Principal } from './principal.js'

/** The variables that the middleware sets on a request. */
export type Env = {
  Variables: {
    requestId: string
    /** Set by the authentication, on every route below `/v1` and on `/metrics`. */
    principal: Principal
  }
}

export type App = OpenAPIHono<Env>
export type RequestContext = Context<Env>

/** What the routes of one API share. */
export interface Service extends Pick<HttpApiOptions, 'runtime' | 'auth'> {
  readonly publicUrl: string | undefined
  readonly limits: Limits
  readonly logger: Logger
  readonly metrics: Metrics
  readonly codec: Codec
  readonly divisions: DivisionResolver
  /** Aborted when the API closes; open event feeds then end. */
  readonly closing: AbortSignal
  /** How many event feeds (server-sent events) are open now. */
  readonly feeds: { open: number }
}

/** The origin of links that leave the API. */
export const originOf = ({ publicUrl }: Service, { req }: RequestContext): string =>
  publicUrl ?? new URL(req.url).origin
