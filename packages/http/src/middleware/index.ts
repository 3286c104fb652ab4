import type { App, Service } from '../context.js'
import { allowHosts } from './allowed-hosts.js'
import { authenticate } from './authentication.js'
import { compressResponses } from './compression.js'
import { handleErrors } from './error-responses.js'
import { answerOptions } from './methods.js'
import { logRequests } from './request-log.js'
import { addSecurityHeaders } from './security-headers.js'

export interface MiddlewareOptions {
  readonly allowedOrigins: readonly string[]
  readonly allowedHosts: readonly string[] | undefined
}

/** What every request passes before its route, from the outside in. */
export const addMiddleware = (app: App, service: Service, options: MiddlewareOptions): void => {
  logRequests(app, service)
  addSecurityHeaders(app, options.allowedOrigins)
  if (options.allowedHosts !== undefined) allowHosts(app, options.allowedHosts)
  answerOptions(app)
  compressResponses(app)
  authenticate(app, service)
  handleErrors(app, service)
}
