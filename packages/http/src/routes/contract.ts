import type { EventType } from '@skein/kernel'
import { commandsOf } from '../commands/lookup.js'
import type { App, Call, Service } from '../context.js'
import { type Contract, contractOf } from '../contract/document.js'
import { type JsonSchema, jsonSchemaOf } from '../contract/json-schema.js'
import { referenceOf, style } from '../contract/reference.js'
import { problems } from '../problems/catalogue.js'
import { Problem } from '../problems/problem.js'
import { isKnown, tagOf } from '../reading/etag.js'
import type { Published } from './projections.js'

/** What is public: the contract, its page, the schemas at their permanent addresses, and what problems mean. */
export const addContract = (app: App, service: Service, readModels: ReadonlyMap<string, Published>): void => {
  const { domain } = service.runtime
  const commands = commandsOf(domain)
  let made: Contract | undefined
  // made when first asked for: who mounts the handler in a worker does not pay for it at every start
  const contract = () => {
    made ??= contractOf(app, {
      commands: [...commands.values()],
      readModels: [...readModels.values()],
      publicUrl: service.publicUrl,
    })
    return made
  }
  app.get('/openapi.json', (call) => publish(call, contract()))
  app.get('/reference', async (call) => {
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    const allowed = btoa(String.fromCharCode(...new Uint8Array(hash)))
    call.header('Content-Security-Policy', `default-src 'none'; style-src 'sha256-${allowed}'; frame-ancestors 'none'`)
    return call.html(referenceOf(contract()))
  })
  app.get('/schemas/commands/:type', (call) => {
    const known = commands.get(call.req.param('type'))
    if (known === undefined || known.commandType.byProcess) throw new Problem('not-found')
    return schema(call, jsonSchemaOf(known.commandType.schema.shape.data, 'input'))
  })
  app.get('/schemas/read-models/:name', (call) => {
    const known = readModels.get(call.req.param('name'))
    if (known === undefined) throw new Problem('not-found')
    return schema(call, known.schema)
  })
  const events = new Map<string, EventType>(domain.aggregates.flatMap((one) => Object.entries(one.events)))
  app.get('/schemas/events/:type/:version', (call) => {
    const known = events.get(call.req.param('type'))
    if (known === undefined || String(known.version) !== call.req.param('version')) throw new Problem('not-found')
    const { properties = {} } = jsonSchemaOf(known.schema, 'output')
    return schema(call, properties.data ?? {})
  })
  app.get('/problems/:name', (call) => {
    const found = Object.entries(problems).find(([name]) => name === call.req.param('name'))
    if (found === undefined) throw new Problem('not-found')
    return publish(call, { type: `/problems/${found[0]}`, ...found[1] })
  })
}

const schema = (call: Call, of: JsonSchema): Promise<Response> =>
  publish(call, {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: new URL(call.req.url).pathname,
    ...of,
  })

const publish = async (call: Call, value: unknown): Promise<Response> => {
  const text = JSON.stringify(value)
  const tag = await tagOf(text)
  call.header('ETag', tag)
  call.header('Cache-Control', 'public, max-age=300')
  if (isKnown(call.req.header('if-none-match'), tag)) return call.body(null, 304)
  call.header('Content-Type', 'application/json')
  return call.body(text)
}
