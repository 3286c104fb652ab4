import { routePath } from 'hono/route'
import { type App, principalOf, type RequestContext, type Service } from '../context.js'
import { requestIdFrom } from './request-id.js'

/** Gives every request an id, and logs and counts it when it is answered. */
export const logRequests = (app: App, { logger, metrics }: Pick<Service, 'logger' | 'metrics'>): void => {
  app.use(async (context, next) => {
    const startedAt = performance.now()
    const requestId = requestIdFrom(context.req.header('x-request-id'))
    context.set('requestId', requestId)
    await next()
    // `context.header` would make the finished response anew
    context.res.headers.set('X-Request-Id', requestId)
    const milliseconds = performance.now() - startedAt
    const method = knownMethod(context.req.method)
    const { status } = context.res
    const route = routePatternOf(context)
    metrics.countRequest({ method, route, status }, milliseconds / 1000)
    const subject = principalOf(context)?.subject
    const fields = { requestId, method, route, status, milliseconds: Math.round(milliseconds), subject }
    // that a server is not ready is an answer; why it is not is logged beside it
    if (status >= 500 && route !== '/readyz') logger.error(fields, 'request failed')
    else logger.info(fields, 'request answered')
  })
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The values of a metric's label must be few, and a method may be any word. */
const knownMethod = (method: string): string => (methods.includes(method) ? method : 'OTHER')

/** The pattern of the route that answered, not the path: paths hold ids, which belong in no log or metric. */
export const routePatternOf = (context: RequestContext): string => {
  const pattern = routePath(context, -1)
  return pattern === '' ? 'none' : pattern
}
