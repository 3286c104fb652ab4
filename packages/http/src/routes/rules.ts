import { rules } from '@skein/core'
import type { App } from '../context.js'
import { NoQuery } from '../contract/parameters.js'
import { queryOf } from '../reading/query.js'
import { respondCacheable } from '../reading/respond.js'

/** `GET /v1/rules`: every rule, with its text in both languages and its basis. */
export const addRuleRoute = (app: App): void => {
  const body = JSON.stringify({ rules })
  app.get('/v1/rules', (context) => {
    queryOf(context, NoQuery)
    return respondCacheable(context, { body, type: 'application/json', cacheControl: 'private, max-age=3600' })
  })
}
