import type { App, RequestContext, Service } from '../context.js'
import { languageOf } from '../problems/language.js'
import { Problem, problemResponse } from '../problems/problem.js'

interface Route {
  readonly method: string
  readonly path: string
}

/** Answers OPTIONS with the methods of the path, without a token. Preflights of other origins are answered before it. */
export const answerOptions = (app: App): void => {
  const methodsOf = methodsByPath(app)
  app.options('*', (context) => {
    const methods = methodsOf(context)
    if (methods.length === 0) throw new Problem('not-found')
    context.header('Allow', [...methods, 'OPTIONS'].join(', '))
    return context.body(null, 204)
  })
}

/** Answers 404 to an unknown path, and 405 to a known path with another method. Add it after all routes. */
export const addNotFound = (app: App, { publicPath }: Pick<Service, 'publicPath'>): void => {
  const methodsOf = methodsByPath(app)
  app.notFound((context) => {
    const methods = methodsOf(context)
    const problem =
      methods.length === 0
        ? new Problem('not-found')
        : new Problem('method-not-allowed', {}, { Allow: [...methods, 'OPTIONS'].join(', ') })
    const language = languageOf(context.req.header('accept-language'))
    return problemResponse(problem, { language, requestId: context.get('requestId'), publicPath })
  })
}

/** The methods of the path of a request, by the routes that the API then has. */
const methodsByPath = (app: App): ((context: RequestContext) => readonly string[]) => {
  let routes: readonly ReturnType<typeof matcherOf>[] | undefined
  return ({ req }) => {
    routes ??= app.routes.filter(({ method }) => method !== 'ALL' && method !== 'OPTIONS').map(matcherOf)
    const methods = new Set(routes.filter(({ pattern }) => pattern.test(req.path)).map(({ method }) => method))
    return [...methods, ...(methods.has('GET') ? ['HEAD'] : [])]
  }
}

const matcherOf = ({ method, path }: Route) => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+\{\.\+\}/g, '.+').replace(/:\w+/g, '[^/]+')}$`),
})
