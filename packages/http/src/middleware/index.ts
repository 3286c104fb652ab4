import { bodyLimit } from 'hono/body-limit'
import type { App, Service } from '../context.js'
import { Problem } from '../problems/problem.js'
import { authenticate } from './authentication.js'
import { compressResponses } from './compression.js'
import { handleErrors } from './error-responses.js'
import { logRequests } from './request-log.js'
import { addSecurityHeaders } from './security-headers.js'

/** What every request passes before its route, from the outside in. */
export const addMiddleware = (app: App, service: Service, allowedOrigins: readonly string[]): void => {
  logRequests(app, service)
  addSecurityHeaders(app, allowedOrigins)
  compressResponses(app)
  authenticate(app, service)
  app.use(
    bodyLimit({
      maxSize: service.limits.bodyBytes,
      onError: () => {
        throw new Problem('too-large')
      },
    }),
  )
  handleErrors(app, service)
}
