import { rules } from '@skein/core'
import type { App } from '../context.js'
import { Nothing } from '../contract/parameters.js'
import { isKnown, tagOf } from '../reading/etag.js'
import { queryOf } from '../reading/query.js'

/** `GET /v1/rules`: every rule, in both languages, with where it comes from. */
export const addRules = (app: App): void => {
  const body = JSON.stringify({ rules })
  const tag = tagOf(body)
  app.get('/v1/rules', async (call) => {
    queryOf(call, Nothing)
    call.header('ETag', await tag)
    call.header('Cache-Control', 'private, max-age=3600')
    if (isKnown(call.req.header('if-none-match'), await tag)) return call.body(null, 304)
    call.header('Content-Type', 'application/json')
    return call.body(body)
  })
}
