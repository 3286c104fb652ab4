// What every request passes before it reaches its route.
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import type { App, Call, Service } from '../context.js'
import { placeOf, problemOf } from '../problems/failures.js'
import { languageOf } from '../problems/language.js'
import { Problem, problemResponse } from '../problems/problem.js'
import { RateLimit } from './rate-limit.js'
import { requestIdOf } from './request-id.js'

const exposed = ['ETag', 'Link', 'Retry-After', 'Idempotent-Replayed', 'X-Request-Id', 'WWW-Authenticate']

export const addMiddleware = (app: App, service: Service, allowedOrigins: readonly string[]): void => {
  const { limits, logger, metrics } = service

  app.use(async (call, next) => {
    const startedAt = performance.now()
    const requestId = requestIdOf(call.req.header('x-request-id'))
    call.set('requestId', requestId)
    await next()
    call.header('X-Request-Id', requestId)
    const milliseconds = performance.now() - startedAt
    const { method } = call.req
    const { status } = call.res
    // the pattern of the route, not the address: what callers put there is not ours to keep
    const route = patternOf(call)
    metrics.request({ method: knownMethod(method), route, status }, milliseconds / 1000)
    const subject = Object.hasOwn(call.var, 'principal') ? { subject: call.get('principal').subject } : {}
    const fields = {
      requestId,
      method: knownMethod(method),
      route,
      status,
      milliseconds: Math.round(milliseconds),
      ...subject,
    }
    if (status >= 500) logger.error(fields, 'failed')
    else logger.info(fields, 'answered')
  })

  app.use(
    secureHeaders({
      crossOriginResourcePolicy: allowedOrigins.length === 0 ? 'same-origin' : 'cross-origin',
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
    }),
  )
  app.use(async (call, next) => {
    await next()
    // the reference page has its own, for its style
    if (!call.res.headers.has('content-security-policy'))
      call.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  })
  if (allowedOrigins.length > 0)
    app.use(
      cors({
        origin: (origin) => (allowedOrigins.includes(origin) ? origin : null),
        allowMethods: ['GET', 'HEAD', 'POST'],
        allowHeaders: [
          'Authorization',
          'Content-Type',
          'Idempotency-Key',
          'If-Match',
          'If-None-Match',
          'Last-Event-ID',
          'X-Request-Id',
        ],
        exposeHeaders: exposed,
        maxAge: 600,
      }),
    )

  const rate = new RateLimit(limits.requestsPerSecond, limits.burst)
  for (const path of ['/v1/*', '/metrics'])
    app.use(path, async (call, next) => {
      const principal = await service.auth(call.req.raw)
      if ('_tag' in principal) {
        if (principal.reason === 'unavailable') throw new Problem('unavailable', {}, { 'Retry-After': '5' })
        const error = principal.reason === 'invalid' ? ', error="invalid_token"' : ''
        throw new Problem('unauthenticated', {}, { 'WWW-Authenticate': `Bearer realm="skein"${error}` })
      }
      call.set('principal', principal)
      const wait = rate.wait(principal.subject, performance.now())
      if (wait > 0) throw new Problem('too-many-requests', {}, { 'Retry-After': String(wait) })
      await next()
    })
  app.use(
    bodyLimit({
      maxSize: limits.bodyBytes,
      onError: () => {
        throw new Problem('too-large')
      },
    }),
  )

  app.onError((error, call) => {
    const problem = problemOf(error)
    if (problem.kind === 'internal')
      logger.error({ requestId: call.get('requestId'), route: patternOf(call), ...placeOf(error) }, 'broken')
    return problemResponse(problem, languageOf(call.req.header('accept-language')), call.get('requestId'))
  })
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const knownMethod = (method: string): string => (methods.includes(method) ? method : 'OTHER')

/** The most exact route that took the request. */
const patternOf = (call: Call): string => {
  const pattern = routePath(call, -1)
  return pattern === '' ? 'none' : pattern
}

/** Whoever asks for nothing that there is: 404, or 405 where the address takes another method. */
export const addNotFound = (app: App): void => {
  const patterns = [
    ...new Map(
      app.routes.filter(({ method }) => method !== 'ALL').map((one) => [`${one.method} ${one.path}`, one]),
    ).values(),
  ].map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replace(/:\w+\{\.\+\}/g, '.+').replace(/:\w+/g, '[^/]+')}$`),
  }))
  app.notFound((call) => {
    const taken = patterns.filter(({ pattern }) => pattern.test(call.req.path)).map(({ method }) => method)
    const language = languageOf(call.req.header('accept-language'))
    const problem =
      taken.length === 0
        ? new Problem('not-found')
        : new Problem(
            'method-not-allowed',
            {},
            { Allow: [...taken, ...(taken.includes('GET') ? ['HEAD'] : [])].join(', ') },
          )
    return problemResponse(problem, language, call.get('requestId'))
  })
}
