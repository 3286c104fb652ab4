import { parseAccept } from 'hono/utils/accept'

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
