import { hash } from 'node:crypto'
import { knownCommands } from '../commands/known-commands.js'
import type { App, Service } from '../context.js'
import { type Contract, contractOf } from '../contract/document.js'
import { eventDataSchema } from '../contract/event-schemas.js'
import { type JsonSchema, jsonSchemaOf } from '../contract/json-schema.js'
import { contractParts } from '../contract/parts.js'
import type { ReadModelDescriptions } from '../contract/read-models.js'
import { referencePage, style } from '../contract/reference-page.js'
import { problems } from '../problems/catalogue.js'
import { Problem } from '../problems/problem.js'
import { CachedText } from '../reading/cached-text.js'
import { negotiated } from '../reading/media-type.js'

/** The public routes: the contract and its page, schemas at permanent addresses, and the descriptions of problems. */
export const addContractRoutes = (app: App, service: Service, readModels: ReadModelDescriptions): void => {
  let contract: Contract | undefined
  // built on first use, so that the start of a process, or of a worker, does not pay for it
  const getContract = () => {
    contract ??= contractOf(app, contractParts(service.runtime.domain, readModels, service))
    return contract
  }
  const document = new CachedText(() => JSON.stringify(getContract()), 'application/json')
  const page = new CachedText(() => referencePage(getContract()), 'text/html; charset=utf-8')
  const policy = contentSecurityPolicy()
  app.get('/openapi.json', (context) => {
    negotiated(context, 'application/json')
    return document.respond(context)
  })
  app.get('/reference', (context) => {
    negotiated(context, 'text/html')
    context.header('Content-Security-Policy', policy)
    return page.respond(context)
  })
  addSchemaRoutes(app, service, readModels)
  const descriptions = Object.entries(problems).map(([name, kind]) => {
    const path = `/problems/${name}`
    return [path, () => ({ type: `${service.publicPath}${path}`, ...kind })] as const
  })
  addJsonRoutes(app, ['/problems/:name'], new Map(descriptions))
}

/** The page has a style, and nothing else. */
const contentSecurityPolicy = (): string =>
  `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; frame-ancestors 'none'`

const schemaPaths = ['/schemas/commands/:type', '/schemas/read-models/:name', '/schemas/events/:type/:version']

const addSchemaRoutes = (
  app: App,
  { runtime: { domain }, publicPath }: Service,
  readModels: ReadModelDescriptions,
): void => {
  const schemas = new Map<string, () => object>()
  const add = (path: string, schemaOf: () => JsonSchema) =>
    schemas.set(path, () => ({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `${publicPath}${path}`,
      ...schemaOf(),
    }))
  for (const { type, commandType } of knownCommands(domain).values())
    if (!commandType.byProcess)
      add(`/schemas/commands/${type}`, () => jsonSchemaOf(commandType.schema.shape.data, 'input'))
  for (const { name, schema } of readModels.values()) add(`/schemas/read-models/${name}`, () => schema)
  for (const { events } of domain.aggregates)
    for (const [type, eventType] of Object.entries(events))
      add(`/schemas/events/${type}/${eventType.version}`, () => eventDataSchema(eventType))
  addJsonRoutes(app, schemaPaths, schemas)
}

/** Routes to values that are known by their whole path; each is made when it is first asked for. */
const addJsonRoutes = (app: App, paths: readonly string[], values: ReadonlyMap<string, () => object>): void => {
  const texts = new Map(
    [...values].map(([path, make]) => [path, new CachedText(() => JSON.stringify(make()), 'application/json')]),
  )
  for (const path of paths)
    app.get(path, (context) => {
      negotiated(context, 'application/json')
      const text = texts.get(context.req.path)
      if (text === undefined) throw new Problem('not-found')
      return text.respond(context)
    })
}
