import type { EventType } from '@skein/kernel'
import { knownCommands } from '../commands/known-commands.js'
import type { App, RequestContext, Service } from '../context.js'
import { type Contract, contractOf } from '../contract/document.js'
import { type JsonSchema, jsonSchemaOf } from '../contract/json-schema.js'
import type { ReadModelDescriptions } from '../contract/read-models.js'
import { referencePage, style } from '../contract/reference-page.js'
import { problems } from '../problems/catalogue.js'
import { Problem } from '../problems/problem.js'
import { respondCacheable } from '../reading/respond.js'

/** The public routes: the contract and its page, schemas at permanent addresses, and the descriptions of problems. */
export const addContractRoutes = (app: App, service: Service, readModels: ReadModelDescriptions): void => {
  let contract: Contract | undefined
  // built on first use, so that the start of a process, or of a worker, does not pay for it
  const getContract = () => {
    contract ??= contractOf(app, {
      commands: [...knownCommands(service.runtime.domain).values()],
      readModels: [...readModels.values()],
      publicUrl: service.publicUrl,
    })
    return contract
  }
  app.get('/openapi.json', (context) => respondJson(context, getContract()))
  app.get('/reference', async (context) => {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    const source = `'sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}'`
    context.header('Content-Security-Policy', `default-src 'none'; style-src ${source}; frame-ancestors 'none'`)
    return context.html(referencePage(getContract()))
  })
  addSchemaRoutes(app, service, readModels)
  app.get('/problems/:name', (context) => {
    const found = Object.entries(problems).find(([name]) => name === context.req.param('name'))
    if (found === undefined) throw new Problem('not-found')
    return respondJson(context, { type: `/problems/${found[0]}`, ...found[1] })
  })
}

const addSchemaRoutes = (app: App, service: Service, readModels: ReadModelDescriptions): void => {
  const { domain } = service.runtime
  const commands = knownCommands(domain)
  app.get('/schemas/commands/:type', (context) => {
    const command = commands.get(context.req.param('type'))
    if (command === undefined || command.commandType.byProcess) throw new Problem('not-found')
    return respondSchema(context, jsonSchemaOf(command.commandType.schema.shape.data, 'input'))
  })
  app.get('/schemas/read-models/:name', (context) => {
    const readModel = readModels.get(context.req.param('name'))
    if (readModel === undefined) throw new Problem('not-found')
    return respondSchema(context, readModel.schema)
  })
  const events = new Map<string, EventType>(domain.aggregates.flatMap((aggregate) => Object.entries(aggregate.events)))
  app.get('/schemas/events/:type/:version', (context) => {
    const event = events.get(context.req.param('type'))
    if (event === undefined || String(event.version) !== context.req.param('version')) throw new Problem('not-found')
    const { properties = {} } = jsonSchemaOf(event.schema, 'output')
    return respondSchema(context, properties.data ?? {})
  })
}

const respondSchema = (context: RequestContext, schema: JsonSchema): Promise<Response> =>
  respondJson(context, {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: new URL(context.req.url).pathname,
    ...schema,
  })

const respondJson = (context: RequestContext, value: unknown): Promise<Response> =>
  respondCacheable(context, {
    body: JSON.stringify(value),
    type: 'application/json',
    cacheControl: 'public, max-age=300',
  })
