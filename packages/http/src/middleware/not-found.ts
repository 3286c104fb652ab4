import type { App } from '../context.js'
import { languageOf } from '../problems/language.js'
import { Problem, problemResponse } from '../problems/problem.js'

interface Route {
  readonly method: string
  readonly path: string
}

/** Answers 404 to an unknown path, and 405 to a known path with another method. Add it after all routes. */
export const addNotFound = (app: App): void => {
  const routes = app.routes.filter(({ method }) => method !== 'ALL').map(matcherOf)
  app.notFound((context) => {
    const methods = new Set(routes.filter(({ pattern }) => pattern.test(context.req.path)).map(({ method }) => method))
    const language = languageOf(context.req.header('accept-language'))
    return problemResponse(problemFor(methods), language, context.get('requestId'))
  })
}

const matcherOf = ({ method, path }: Route) => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+\{\.\+\}/g, '.+').replace(/:\w+/g, '[^/]+')}$`),
})

const problemFor = (methods: ReadonlySet<string>): Problem => {
  if (methods.size === 0) return new Problem('not-found')
  const allowed = [...methods, ...(methods.has('GET') ? ['HEAD'] : [])]
  return new Problem('method-not-allowed', {}, { Allow: allowed.join(', ') })
}
