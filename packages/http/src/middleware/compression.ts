import { getRuntimeKey } from 'hono/adapter'
import { compress } from 'hono/compress'
import type { App } from '../context.js'

/**
 * The large answers. Commands and streams are not among them: compression makes an `ETag` weak, and theirs is the
 * revision that a caller sends back in `If-Match`.
 */
const paths = ['/openapi.json', '/reference', '/schemas/*', '/v1/projections/:name', '/v1/events', '/v1/rules']

/** Never `text/event-stream`: a compressor would hold events back. */
const compressible = /^(application\/json|application\/cloudevents-batch\+json|text\/csv|text\/html)\b/

/** Compresses large answers with gzip for callers that accept it. */
export const compressResponses = (app: App): void => {
  // workers compress by themselves, and would compress an already compressed body again
  if (getRuntimeKey() === 'workerd') return
  const middleware = compress({ encoding: 'gzip', contentTypeFilter: compressible })
  for (const path of paths) app.use(path, middleware)
}
