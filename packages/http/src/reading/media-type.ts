import { parseAccept } from 'hono/utils/accept'
import type { RequestContext } from '../context.js'
import { Problem } from '../problems/problem.js'

/**
 * The media type that `Accept` prefers among those on offer; the first one without a preference, `undefined` if it
 * accepts none of them.
 */
export const preferredMediaType = <Type extends string>(
  accept: string | undefined,
  offered: readonly [Type, ...Type[]],
): Type | undefined => {
  if (accept === undefined || accept.trim() === '') return offered[0]
  const quality = new Map(parseAccept(accept).map(({ type, q }) => [type.toLowerCase(), q] as const))
  let best: { readonly type: Type; readonly quality: number } | undefined
  for (const type of offered) {
    // the most specific range that matches decides
    const ranges = [type, `${type.split('/')[0]}/*`, '*/*']
    const found = ranges.map((range) => quality.get(range)).find((q) => q !== undefined) ?? 0
    if (found > (best?.quality ?? 0)) best = { type, quality: found }
  }
  return best?.type
}

/** The same for a request; throws a `Problem` (406) if it accepts none of them. */
export const negotiated = <Type extends string>(
  context: RequestContext,
  ...offered: readonly [Type, ...Type[]]
): Type => {
  const type = preferredMediaType(context.req.header('accept'), offered)
  if (type === undefined) throw new Problem('not-acceptable')
  return type
}

/** Whether `Accept-Encoding` allows gzip. */
export const acceptsGzip = (acceptEncoding: string | undefined): boolean => {
  if (acceptEncoding === undefined) return false
  const codings = new Map(parseAccept(acceptEncoding).map(({ type, q }) => [type.toLowerCase(), q] as const))
  return (codings.get('gzip') ?? codings.get('*') ?? 0) > 0
}
