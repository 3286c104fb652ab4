import { accessByPath, isOperator, type RouteAccess } from '../access/route-access.js'
import type { App, RequestContext, Service } from '../context.js'
import type { NotAuthenticated, Principal } from '../principal.js'
import { Problem } from '../problems/problem.js'
import { RateLimit } from './rate-limit.js'

/**
 * Authenticates the requests to every path that needs a token (see `accessByPath`), and limits the rate of each subject;
 * without a valid token, of each address.
 */
export const authenticate = (app: App, { auth, limits }: Pick<Service, 'auth' | 'limits'>): void => {
  const bySubject = new RateLimit(limits.requestsPerSecond, limits.burst)
  const byAddress = new RateLimit(limits.anonymousRequestsPerSecond, limits.anonymousBurst)

  const takeAnonymously = ({ env: { address } }: RequestContext): void => {
    if (address !== undefined) take(byAddress, address)
  }

  const authenticated = async (context: RequestContext): Promise<Principal> => {
    const principal = await auth(context.req.raw)
    if ('_tag' in principal) {
      takeAnonymously(context)
      throw problemOf(principal)
    }
    context.set('principal', principal)
    context.set('charge', (requests) => bySubject.charge(principal.subject, requests, performance.now()))
    take(bySubject, principal.subject)
    return principal
  }

  const check: Readonly<Record<RouteAccess, (context: RequestContext) => Promise<void>>> = {
    probe: async () => undefined,
    public: async (context) => takeAnonymously(context),
    token: async (context) => void (await authenticated(context)),
    operators: async (context) => {
      if (!isOperator(await authenticated(context))) throw new Problem('forbidden')
    },
  }
  for (const [path, access] of Object.entries(accessByPath))
    app.use(path, async (context, next) => {
      await check[access](context)
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
