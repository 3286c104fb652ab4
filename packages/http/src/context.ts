import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Codec } from '@skein/engine'
import type { Context } from 'hono'
import type { DivisionResolver } from './access/scope.js'
import { maySeePersonal } from './access/scope.js'
import type { Metrics } from './operation/metrics.js'
import type { HttpApiOptions, Limits, Logger } from './options.js'
import type { Principal } from './principal.js'

/** What a request carries on its way. */
export type Env = {
  Variables: {
    requestId: string
    /** Told by the authentication; every route below /v1 has one. */
    principal: Principal
  }
}

export type App = OpenAPIHono<Env>
export type Call = Context<Env>

/** What every route is made with. */
export interface Service extends Pick<HttpApiOptions, 'runtime' | 'auth'> {
  readonly publicUrl: string | undefined
  readonly limits: Limits
  readonly logger: Logger
  readonly metrics: Metrics
  readonly codec: Codec
  readonly divisions: DivisionResolver
  /** Aborted when the service closes: streams of events end. */
  readonly closing: AbortSignal
  /** Streams of events that are open now. */
  readonly streams: { open: number }
}

/** A value as this principal may see it: personal parts opened, or left sealed. */
export const decryptFor = async ({ runtime }: Service, principal: Principal, value: unknown): Promise<unknown> =>
  maySeePersonal(principal) ? runtime.decrypt(value) : value

export const originOf = ({ publicUrl }: Service, { req }: Call): string => publicUrl ?? new URL(req.url).origin
