import type { z } from '@hono/zod-openapi'
import type { ReadModel, ReadOptions } from '@skein/engine'
import { decryptFor } from '../access/personal-data.js'
import type { App, RequestContext, Service } from '../context.js'
import { DocumentQuery, ListQuery } from '../contract/parameters.js'
import type { ReadModelDescription, ReadModelDescriptions } from '../contract/read-models.js'
import { malformed, Problem } from '../problems/problem.js'
import { csvOf } from '../reading/csv.js'
import { documentPage, type Item } from '../reading/document-page.js'
import { filterOf } from '../reading/filters.js'
import { negotiated } from '../reading/media-type.js'
import { nextLink } from '../reading/next-link.js'
import { pathParameter } from '../reading/path-parameter.js'
import { queryOf } from '../reading/query.js'
import { respondCacheable } from '../reading/respond.js'
import { waitUntilProjected } from '../reading/wait-until-projected.js'
import { withDeadline } from './deadline.js'

/** Examined documents that count for one more request of the caller's rate. */
const documentsPerRequest = 100
/** Events that read models are built from on demand which count for one more request. */
const eventsPerRequest = 1000

/**
 * `GET /v1/projections/{name}` and `GET /v1/projections/{name}/{key}`, where a key may contain slashes; and
 * `GET /v1/tables/{name}`, the same list as a table, at an address of its own so that clients have one type for each.
 */
export const addProjectionRoutes = (app: App, service: Service, readModels: ReadModelDescriptions): void => {
  const { requestTimeoutMs } = service.limits
  app.get('/v1/projections/:name', (context) => {
    const list = respondWithList(context, service, known(readModels, context.req.param('name')))
    return withDeadline(list, requestTimeoutMs, 'unavailable')
  })
  app.get('/v1/tables/:name', (context) => {
    const table = respondWithTable(context, service, known(readModels, context.req.param('name')))
    return withDeadline(table, requestTimeoutMs, 'unavailable')
  })
  app.get('/v1/projections/:name/:key{.+}', (context) => {
    const { name } = known(readModels, context.req.param('name'))
    const document = respondWithDocument(context, service, name, pathParameter(context, 'key'))
    return withDeadline(document, requestTimeoutMs, 'unavailable')
  })
}

const known = (readModels: ReadModelDescriptions, name: string): ReadModelDescription => {
  const readModel = readModels.get(name)
  if (readModel === undefined) throw new Problem('not-found')
  return readModel
}

const respondWithList = async (
  context: RequestContext,
  service: Service,
  readModel: ReadModelDescription,
): Promise<Response> => {
  negotiated(context, 'application/json')
  const items = await pageOfItems(context, service, readModel)
  return respond(context, JSON.stringify({ items }), 'application/json')
}

const respondWithTable = async (
  context: RequestContext,
  service: Service,
  readModel: ReadModelDescription,
): Promise<Response> => {
  negotiated(context, 'text/csv')
  const items = await pageOfItems(context, service, readModel)
  return respond(context, csvOf(items, readModel.columns), 'text/csv; charset=utf-8; header=present')
}

/** The page that the request asks for; the response then has the `Link` to the next one. */
const pageOfItems = async (
  context: RequestContext,
  service: Service,
  { name, filters }: ReadModelDescription,
): Promise<readonly Item[]> => {
  const query = queryOf(context, ListQuery, new Set(filters.keys()))
  const { limit = 100, cursor, prefix, asOf, knownAt } = query
  const matches = filterOf(context, filters)
  const { readModel, options } = await chosenReadModel(context, service, name, query)
  const principal = context.get('principal')
  const list = [name, prefix ?? '', ...(asOf === undefined && knownAt === undefined ? [] : [asOf ?? '', knownAt ?? ''])]
  const page = await documentPage(service, principal, {
    name,
    readModel,
    limit,
    matches,
    ...options,
    ...(prefix === undefined ? {} : { prefix }),
    ...(cursor === undefined ? {} : { cursor: await service.cursors.decode(cursor, list) }),
  })
  context.get('charge')(page.examined / documentsPerRequest)
  if (page.cursor !== undefined)
    context.header('Link', nextLink(service, context, { cursor: await service.cursors.encode(page.cursor, list) }))
  const { runtime } = service
  return Promise.all(
    page.items.map(async (item) => ({
      ...item,
      doc: await decryptFor(principal, item.doc, runtime, { readModel: name }),
    })),
  )
}

/** The live read model, once it has reached `after`; with bounds, the one within them. */
const chosenReadModel = async (
  context: RequestContext,
  service: Service,
  name: string,
  { after, today, asOf, knownAt }: z.output<typeof DocumentQuery>,
): Promise<{ readonly readModel: ReadModel; readonly options: ReadOptions }> => {
  const day = today ?? asOf
  const options = day === undefined ? {} : { today: day }
  if (asOf === undefined && knownAt === undefined) {
    if (after !== undefined) await waitUntilProjected(service, name, after, context.req.raw.signal)
    return { readModel: service.runtime.read(name), options }
  }
  if (after !== undefined)
    throw malformed(
      'A read with asOf or knownAt does not wait: leave out after.',
      '使用 asOf 或 knownAt 的查询无需等待:请去掉 after。',
    )
  const { read, into, events } = await service.past.within({
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  })
  context.get('charge')(events / eventsPerRequest)
  return { readModel: read(name), options: { ...options, into } }
}

const respondWithDocument = async (
  context: RequestContext,
  service: Service,
  name: string,
  key: string,
): Promise<Response> => {
  negotiated(context, 'application/json')
  const { readModel, options } = await chosenReadModel(context, service, name, queryOf(context, DocumentQuery))
  const doc = await readModel.get(key, options)
  const principal = context.get('principal')
  // a document of another division must look like one that does not exist
  const { divisions } = service
  if (doc === undefined || !(await divisions.isWithin(principal, divisions.index.refOfDocument(name, key, doc))))
    throw new Problem('not-found')
  return respond(
    context,
    JSON.stringify(await decryptFor(principal, doc, service.runtime, { readModel: name })),
    'application/json',
  )
}

const respond = (context: RequestContext, body: string, type: string): Response =>
  respondCacheable(context, { body, type, cacheControl: 'private, no-cache', vary: 'Accept, Authorization' })
