import { isStorageError } from '@skein/engine'
import { type App, principalOf, type Service } from '../context.js'
import { errorLocation, problemFromError } from '../problems/from-error.js'
import { languageOf } from '../problems/language.js'
import { problemResponse } from '../problems/problem.js'
import { routePatternOf } from './request-log.js'

/** Answers with a problem when a route throws, and logs where an unexpected error came from. */
export const handleErrors = (app: App, { logger, publicPath }: Pick<Service, 'logger' | 'publicPath'>): void => {
  app.onError((error, context) => {
    const problem = problemFromError(error, principalOf(context)?.divisions === 'all')
    const requestId = context.get('requestId')
    if (problem.kind === 'internal')
      logger.error({ requestId, route: routePatternOf(context), ...errorLocation(error) }, 'unexpected error')
    // its text may name a stream, whose id belongs in no log
    if (isStorageError(error))
      logger.warn({ requestId, route: routePatternOf(context), fault: error.fault }, 'the store failed')
    return problemResponse(problem, {
      language: languageOf(context.req.header('accept-language')),
      requestId,
      publicPath,
    })
  })
}
