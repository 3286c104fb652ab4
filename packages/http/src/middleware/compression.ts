import { getRuntimeKey } from 'hono/adapter'
import { compress } from 'hono/compress'
import type { App } from '../context.js'

/**
 * The large answers that differ from caller to caller; what is the same for all is compressed once (see `CachedText`).
 * Commands and streams are not among them: compression makes an `ETag` weak, and theirs is the revision that a caller
 * sends back in `If-Match`.
 */
const paths = ['/v1/projections/:name', '/v1/tables/:name', '/v1/events']

/** Never `text/event-stream`: a compressor would hold events back. */
const compressible = /^(application\/json|application\/cloudevents-batch\+json|text\/csv)\b/

/** Compresses large answers with gzip for callers that accept it. */
export const compressResponses = (app: App): void => {
  // workers compress by themselves, and would compress an already compressed body again
  if (getRuntimeKey() === 'workerd') return
  const middleware = compress({ encoding: 'gzip', contentTypeFilter: compressible })
  for (const path of paths) app.use(path, middleware)
}
