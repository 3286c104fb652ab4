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
    }),
  )
  app.use(async (context, next) => {
    await next()
    // the reference page sets its own, which allows its style
    if (!context.res.headers.has('content-security-policy'))
      context.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  })
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
