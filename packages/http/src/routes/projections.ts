import { divisionRefOfDocument } from '@skein/core'
import type { Domain } from '@skein/kernel'
import type { z } from 'zod'
import { type App, type Call, decryptFor, type Service } from '../context.js'
import { columnsOf, type JsonSchema, jsonSchemaOf, plainFields } from '../contract/json-schema.js'
import { DocumentQuery, ListQuery } from '../contract/parameters.js'
import { within } from '../operation/deadline.js'
import { malformed, Problem } from '../problems/problem.js'
import { preferred } from '../reading/accept.js'
import { csvOf } from '../reading/csv.js'
import { cursorOf, cursorText, nextLink } from '../reading/cursor.js'
import { type Item, pageOf } from '../reading/documents.js'
import { isKnown, tagOf } from '../reading/etag.js'
import { waitUntilProjected } from '../reading/projected.js'
import { queryOf } from '../reading/query.js'

/** What the contract says of a read model. */
export interface Published {
  readonly name: string
  readonly schema: JsonSchema
  /** Fields by which a list can be filtered. */
  readonly filters: ReadonlyMap<string, 'string' | 'number' | 'boolean'>
  readonly columns: readonly (readonly string[])[]
}

const reserved = Object.keys(ListQuery.shape)

/** The read models that the API gives, by name. */
export const publishedOf = ({ projections, views }: Pick<Domain, 'projections' | 'views'>) =>
  new Map(
    [...projections, ...views].map(({ name, schema }: { name: string; schema: z.ZodType }) => {
      const json = jsonSchemaOf(schema, 'output')
      const filters = new Map([...plainFields(json)].filter(([field]) => !reserved.includes(field)))
      return [name, { name, schema: json, filters, columns: columnsOf(json) } satisfies Published] as const
    }),
  )

type PublishedBy = ReadonlyMap<string, Published>

/** `GET /v1/projections/{name}` and `GET /v1/projections/{name}/{key}`; keys may hold slashes. */
export const addProjections = (app: App, service: Service, published: PublishedBy): void => {
  const { requestMilliseconds } = service.limits
  app.get('/v1/projections/:name', (call) =>
    within(list(call, service, find(published, call.req.param('name'))), requestMilliseconds, 'unavailable'),
  )
  app.get('/v1/projections/:name/:key{.+}', (call) => {
    const { name } = find(published, call.req.param('name'))
    return within(one(call, service, name, call.req.param('key')), requestMilliseconds, 'unavailable')
  })
}

const find = (published: PublishedBy, name: string): Published => {
  const found = published.get(name)
  if (found === undefined) throw new Problem('not-found')
  return found
}

const list = async (call: Call, service: Service, readModel: Published): Promise<Response> => {
  const { name, filters, columns } = readModel
  const type = preferred(call.req.header('accept'), ['application/json', 'text/csv'])
  if (type === undefined) throw new Problem('not-acceptable')
  const { limit = 100, cursor, after, today, prefix } = queryOf(call, ListQuery, new Set(filters.keys()))
  const matches = filterOf(call, filters)
  if (after !== undefined) await waitUntilProjected(service, name, after, call.req.raw.signal)
  const principal = call.get('principal')
  const page = await pageOf(service, principal, {
    name,
    limit,
    matches,
    ...(prefix === undefined ? {} : { prefix }),
    ...(cursor === undefined ? {} : { cursor: cursorOf(cursor) }),
    ...(today === undefined ? {} : { today }),
  })
  // sound: opening personal values keeps the shape
  const items = (await decryptFor(service, principal, page.items)) as readonly Item[]
  if (page.cursor !== undefined) call.header('Link', nextLink(call.req.url, { cursor: cursorText(page.cursor) }))
  return type === 'text/csv'
    ? answer(call, csvOf(items, columns), 'text/csv; charset=utf-8; header=present')
    : answer(call, JSON.stringify({ items }), 'application/json')
}

const one = async (call: Call, service: Service, name: string, key: string): Promise<Response> => {
  if (preferred(call.req.header('accept'), ['application/json']) === undefined) throw new Problem('not-acceptable')
  const { after, today } = queryOf(call, DocumentQuery)
  if (after !== undefined) await waitUntilProjected(service, name, after, call.req.raw.signal)
  const doc = await service.runtime.read(name).get(key, today === undefined ? {} : { today })
  const principal = call.get('principal')
  // what is not theirs looks the same as what is not there
  if (doc === undefined || !(await service.divisions.isWithin(principal, divisionRefOfDocument(name, key, doc))))
    throw new Problem('not-found')
  return answer(call, JSON.stringify(await decryptFor(service, principal, doc)), 'application/json')
}

const answer = async (call: Call, body: string, type: string): Promise<Response> => {
  const tag = await tagOf(type + body)
  call.header('ETag', tag)
  call.header('Cache-Control', 'private, no-cache')
  call.header('Vary', 'Accept, Authorization', { append: true })
  if (isKnown(call.req.header('if-none-match'), tag)) return call.body(null, 304)
  call.header('Content-Type', type)
  return call.body(body)
}

/** `?field=value`: the field's plain value is that. */
const filterOf = (call: Call, filters: Published['filters']): ((doc: unknown) => boolean) => {
  const wanted: (readonly [field: string, value: string])[] = []
  for (const [field, type] of filters) {
    const [value, ...others] = call.req.queries(field) ?? []
    if (value === undefined) continue
    if (others.length > 0) throw malformed(`The parameter ${field} is given twice.`, `参数 ${field} 重复。`)
    if (type === 'boolean' && value !== 'true' && value !== 'false')
      throw malformed(`The parameter ${field} takes true or false.`, `参数 ${field} 应为 true 或 false。`)
    if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value))
      throw malformed(`The parameter ${field} takes a number.`, `参数 ${field} 应为数字。`)
    wanted.push([field, type === 'number' ? String(Number(value)) : value])
  }
  return (doc) =>
    wanted.every(
      ([field, value]) =>
        typeof doc === 'object' &&
        doc !== null &&
        Object.hasOwn(doc, field) &&
        String(Reflect.get(doc, field)) === value,
    )
}
