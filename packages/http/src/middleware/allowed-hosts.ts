import type { App } from '../context.js'
import { Problem } from '../problems/problem.js'

/**
 * Refuses requests to other host names: a page on the web can make a name of its own lead to this machine, and would then
 * be of the same origin as the API.
 */
export const allowHosts = (app: App, hosts: readonly string[]): void => {
  const allowed = new Set(hosts)
  app.use(async (context, next) => {
    if (!allowed.has(new URL(context.req.url).hostname)) throw new Problem('misdirected')
    await next()
  })
}
