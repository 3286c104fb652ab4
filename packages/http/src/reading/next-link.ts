import type { RequestContext, Service } from '../context.js'

/** `Link: <…>; rel="next"` (RFC 8288): the public address of the request, with some parameters changed. */
export const nextLink = (
  { publicPath }: Pick<Service, 'publicPath'>,
  { req }: RequestContext,
  changes: Readonly<Record<string, string>>,
): string => {
  const { pathname, searchParams } = new URL(req.url)
  for (const [name, value] of Object.entries(changes)) searchParams.set(name, value)
  return `<${publicPath}${pathname}?${searchParams}>; rel="next"`
}
