import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import type { App } from '../context.js'

const readableHeaders = ['ETag', 'Link', 'Retry-After', 'Idempotent-Replayed', 'X-Request-Id', 'WWW-Authenticate']
const sendableHeaders = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
  'traceparent',
  'X-Request-Id',
]

/** Headers by which browsers trust no answer, and CORS for the allowed origins. */
export const addSecurityHeaders = (app: App, allowedOrigins: readonly string[]): void => {
  app.use(
    secureHeaders({
      crossOriginResourcePolicy: allowedOrigins.length === 0 ? 'same-origin' : 'cross-origin',
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      // the reference page sets its own policy, which allows its style
      overwrite: false,
      // for browsers and plug-ins of the past; every header costs
      xDnsPrefetchControl: false,
      xDownloadOptions: false,
      xPermittedCrossDomainPolicies: false,
      xXssProtection: false,
      removePoweredBy: false,
    }),
  )
  if (allowedOrigins.length === 0) return
  app.use(
    cors({
      origin: (origin) => (allowedOrigins.includes(origin) ? origin : null),
      allowMethods: ['GET', 'HEAD', 'POST'],
      allowHeaders: sendableHeaders,
      exposeHeaders: readableHeaders,
      maxAge: 600,
    }),
  )
}
