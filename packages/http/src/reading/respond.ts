import type { RequestContext } from '../context.js'
import { tagOf } from './etag.js'
import { evaluatePreconditions } from './preconditions.js'

const encoder = new TextEncoder()

export interface Cacheable {
  readonly body: string
  readonly type: string
  readonly cacheControl: string
  readonly vary?: string
}

/** Answers with a body and its `ETag`, or with 304 if the caller has that body already. */
export const respondCacheable = (context: RequestContext, { body, type, cacheControl, vary }: Cacheable): Response => {
  const bytes = encoder.encode(body)
  const tag = tagOf(bytes)
  context.header('ETag', tag)
  context.header('Cache-Control', cacheControl)
  if (vary !== undefined) context.header('Vary', vary, { append: true })
  if (evaluatePreconditions(context, tag) === 'unchanged') return context.body(null, 304)
  context.header('Content-Type', type)
  // the compression leaves small bodies as they are, and needs to know the size
  context.header('Content-Length', String(bytes.length))
  return context.body(body)
}
