import type { App, Service } from '../context.js'
import type { NotAuthenticated } from '../principal.js'
import { Problem } from '../problems/problem.js'
import { RateLimit } from './rate-limit.js'

/** Authenticates every request below `/v1` and to `/metrics`, and limits the rate of each subject. */
export const authenticate = (app: App, { auth, limits }: Pick<Service, 'auth' | 'limits'>): void => {
  const rateLimit = new RateLimit(limits.requestsPerSecond, limits.burst)
  for (const path of ['/v1/*', '/metrics'])
    app.use(path, async (context, next) => {
      const principal = await auth(context.req.raw)
      if ('_tag' in principal) throw problemOf(principal)
      context.set('principal', principal)
      const seconds = rateLimit.take(principal.subject, performance.now())
      if (seconds > 0) throw new Problem('too-many-requests', {}, { 'Retry-After': String(seconds) })
      await next()
    })
}

const problemOf = ({ reason }: NotAuthenticated): Problem => {
  if (reason === 'unavailable') return new Problem('unavailable', {}, { 'Retry-After': '5' })
  const error = reason === 'invalid' ? ', error="invalid_token"' : ''
  return new Problem('unauthenticated', {}, { 'WWW-Authenticate': `Bearer realm="skein"${error}` })
}
