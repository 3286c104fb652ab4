import { rulesOf } from '@skein/core'
import type { App, Service } from '../context.js'
import { NoQuery } from '../contract/parameters.js'
import { CachedText } from '../reading/cached-text.js'
import { negotiated } from '../reading/media-type.js'
import { queryOf } from '../reading/query.js'

/** `GET /v1/rules`: every rule, with its text in both languages and its basis. */
export const addRuleRoute = (app: App, { runtime }: Service): void => {
  const rules = () => JSON.stringify({ rules: rulesOf(runtime.domain) })
  const text = new CachedText(rules, 'application/json', 'private, max-age=3600')
  app.get('/v1/rules', (context) => {
    negotiated(context, 'application/json')
    queryOf(context, NoQuery)
    return text.respond(context)
  })
}
