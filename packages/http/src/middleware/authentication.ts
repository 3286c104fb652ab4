import type { App, RequestContext, Service } from '../context.js'
import type { NotAuthenticated } from '../principal.js'
import { Problem } from '../problems/problem.js'
import { RateLimit } from './rate-limit.js'

const pathsWithToken = ['/v1/*', '/metrics']
/** Without a token. `/healthz` and `/readyz` are not limited: they cost nothing, and an orchestrator relies on them. */
const publicPaths = ['/openapi.json', '/reference', '/schemas/*', '/problems/*']

/**
 * Authenticates every request below `/v1` and to `/metrics`, and limits the rate of each subject; without a valid token,
 * of each address.
 */
export const authenticate = (app: App, { auth, limits }: Pick<Service, 'auth' | 'limits'>): void => {
  const bySubject = new RateLimit(limits.requestsPerSecond, limits.burst)
  const byAddress = new RateLimit(limits.anonymousRequestsPerSecond, limits.anonymousBurst)

  const takeAnonymously = ({ env: { address } }: RequestContext): void => {
    if (address !== undefined) take(byAddress, address)
  }

  for (const path of pathsWithToken)
    app.use(path, async (context, next) => {
      const principal = await auth(context.req.raw)
      if ('_tag' in principal) {
        takeAnonymously(context)
        throw problemOf(principal)
      }
      context.set('principal', principal)
      context.set('charge', (requests) => bySubject.charge(principal.subject, requests, performance.now()))
      take(bySubject, principal.subject)
      await next()
    })

  for (const path of publicPaths)
    app.use(path, async (context, next) => {
      takeAnonymously(context)
      await next()
    })
}

const take = (limit: RateLimit, key: string): void => {
  const seconds = limit.take(key, performance.now())
  if (seconds > 0) throw new Problem('too-many-requests', {}, { 'Retry-After': String(seconds) })
}

const problemOf = ({ reason }: NotAuthenticated): Problem => {
  if (reason === 'unavailable') return new Problem('unavailable', {}, { 'Retry-After': '5' })
  const error = reason === 'invalid' ? ', error="invalid_token"' : ''
  return new Problem('unauthenticated', {}, { 'WWW-Authenticate': `Bearer realm="skein"${error}` })
}
