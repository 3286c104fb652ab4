import type { HttpApi } from './api.js'
import { pathOf } from './contract/public-path.js'
import { languageOf } from './problems/language.js'
import { Problem, problemResponse } from './problems/problem.js'

/** An API that has not begun: it answers in its place until it is opened. */
export interface StartingApi extends HttpApi {
  /** From now on requests are answered by the API. */
  open(api: HttpApi): void
}

const retryAfter = { 'Retry-After': '2' }

/**
 * Answers while the store of an API is not open yet: `/healthz` as always, `/readyz` and everything else with 503.
 *
 * @example
 * const api = startingApi()
 * const listening = await listen(api, { port: 8080 })
 * api.open(createHttpApi({ runtime: createRuntime(domain, await openPostgres({ url })), auth }))
 */
export const startingApi = ({ publicUrl }: { readonly publicUrl?: string } = {}): StartingApi => {
  let opened: HttpApi | undefined
  const publicPath = pathOf(publicUrl)
  return {
    fetch: async (request, client) => {
      if (opened !== undefined) return opened.fetch(request, client)
      const { pathname } = new URL(request.url)
      const headers = { 'Cache-Control': 'no-store' }
      if (pathname === '/healthz') return Response.json({ status: 'ok' }, { headers })
      if (pathname === '/readyz')
        return Response.json({ status: 'unreachable' }, { status: 503, headers: { ...headers, ...retryAfter } })
      const language = languageOf(request.headers.get('Accept-Language'))
      const options = { language, requestId: crypto.randomUUID(), publicPath }
      return problemResponse(new Problem('unavailable', {}, retryAfter), options)
    },
    open: (api) => {
      opened = api
    },
    drain: () => opened?.drain(),
    close: () => opened?.close(),
  }
}
