// Random requests that mostly get past authorisation: examples with some fields changed, from callers that may send them,
// and reads of what exists. SKEIN_FUZZ sets how many (default 1,500; 20,000 in the long run).
import { domain } from '@skein/core'
import type { Plan } from '@skein/engine'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allowedRoles, exampleCommands } from '../src/index.js'
import { type RequestOptions, request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { answerValidator, contractOf, operationsOf, type PathOperation, type Schema } from './openapi.js'
import { invalidValue, validValue } from './schema-arbitraries.js'

const runs = Number(process.env.SKEIN_FUZZ ?? 1500)
/** A request that takes longer counts as hanging. */
const timeoutMs = 10_000
/** Requests after which read models and processes follow. */
const settleEvery = 100

interface FuzzedRequest extends RequestOptions {
  readonly path: string
  readonly operation: PathOperation
  readonly token: string
}

/**
 * What was recorded: the events of the command, and what it changed besides if it is about an earlier day; in several
 * streams, a plan.
 */
interface CommandAnswer {
  readonly events: readonly unknown[]
  readonly consequences?: readonly unknown[]
  readonly plan?: {
    readonly streams: readonly { readonly entries: readonly PlannedEntry[] }[]
    readonly otherDivisions?: number
  }
}
type PlannedEntry = Pick<Plan['streams'][number]['entries'][number], 'kind' | 'events' | 'about'>

/** How many events were recorded at least; exactly, unless other divisions are concerned. */
const countOf = ({ events, consequences = [], plan }: CommandAnswer): number => {
  if (plan === undefined) return events.length + consequences.length
  const isReplacement = ({ kind, about }: PlannedEntry) =>
    ['entered', 'recomputed'].includes(kind) && about !== undefined
  return plan.streams
    .flatMap(({ entries }) => entries)
    .reduce((sum, entry) => sum + entry.events.length + (isReplacement(entry) ? 1 : 0), 0)
}

type Data = Readonly<Record<string, unknown>>

/** What the examples say in a field, whatever the command: ids of what exists, dates on which something happened. */
const exampleValues = new Map<string, unknown[]>()
for (const { data } of exampleCommands)
  for (const [field, value] of Object.entries(data))
    exampleValues.set(field, [...(exampleValues.get(field) ?? []), value])

/** An example with some of its fields changed. */
const variationOf = (example: Data, { properties, required }: Schema): fc.Arbitrary<Data> => {
  // sound: the keywords of an object's schema
  const fields = Object.entries(properties as Readonly<Record<string, Schema>>)
  const isRequired = new Set(required as readonly string[])
  const values = fields.map(([field, schema]) => {
    const others = exampleValues.get(field) ?? []
    return fc.oneof(
      { weight: 16, arbitrary: fc.constant(example[field]) },
      { weight: 4, arbitrary: others.length === 0 ? fc.constant(example[field]) : fc.constantFrom(...others) },
      { weight: 1, arbitrary: validValue(schema) },
      { weight: isRequired.has(field) ? 0 : 1, arbitrary: fc.constant(undefined) },
    )
  })
  return fc.tuple(...values).map((all) => Object.fromEntries(fields.map(([field], at) => [field, all[at]])))
}

const callers = async () => {
  const divisions = { base: '532329104', township: '532329', village: '532329104', county: '*', auditor: '*' } as const
  const roles = Object.keys(divisions) as (keyof typeof divisions)[]
  return new Map(await Promise.all(roles.map(async (role) => [role, await tokenOf(role, divisions[role])] as const)))
}

const revisions = fc.constantFrom('*', '"0"', '"1"', '"2"', 'W/"1"', '"0", "1", "2"')
const languages = fc.constantFrom('en', 'zh', 'zh-CN, en;q=0.5', 'fr')

const commandRequest = (
  target: PathOperation,
  schemas: Readonly<Record<string, Schema>>,
  tokens: ReadonlyMap<string, string>,
): fc.Arbitrary<FuzzedRequest> => {
  const type = target.operation.operationId
  const schema =
    schemas[target.operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '']
  if (schema === undefined) throw new Error(`${type} has no schema`)
  const examples = exampleCommands.filter((one) => one.type === type)
  return fc
    .record({
      token: fc.constantFrom(...allowedRoles(type).map((role) => tokens.get(role) ?? '')),
      body: fc.oneof(
        {
          weight: 6,
          arbitrary: fc.constantFrom(...examples).chain(({ data }) => variationOf(data, schema)),
        },
        { weight: 1, arbitrary: validValue(schema) },
        { weight: 1, arbitrary: invalidValue(schema) },
      ),
      search: fc.constantFrom('', '', '', '?dryRun=true', '?dryRun=false'),
      headers: fc.record(
        {
          'Accept-Language': languages,
          'Idempotency-Key': fc.constantFrom('key-1', 'key-2', 'key-3', 'key-4'),
          'If-Match': revisions,
          'If-None-Match': revisions,
          traceparent: fc.constant('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
      conditional: fc.boolean(),
    })
    .map(
      ({
        token,
        body,
        search,
        headers: { 'If-Match': ifMatch, 'If-None-Match': ifNoneMatch, ...headers },
        conditional,
      }) => ({
        operation: target,
        method: 'POST',
        path: `${target.path}${search}`,
        token,
        body: JSON.stringify(body),
        headers: {
          ...headers,
          ...(conditional && ifMatch !== undefined ? { 'If-Match': ifMatch } : {}),
          ...(conditional && ifNoneMatch !== undefined ? { 'If-None-Match': ifNoneMatch } : {}),
        },
      }),
    )
}

const keys = [...new Set([...exampleValues.values()].flat().filter((value) => typeof value === 'string'))]
const streams = domain.aggregates.flatMap(({ name }) => keys.map((key) => `${name}-${key}`))

const readRequest = (target: PathOperation, tokens: ReadonlyMap<string, string>): fc.Arbitrary<FuzzedRequest> => {
  const parameters = (target.operation.parameters ?? []).filter((one) => one.in === 'query' && one.name !== 'cursor')
  const ok = target.operation.responses['200']
  const types = Object.keys(ok?.content ?? { '*/*': {} }).filter((type) => type !== 'text/event-stream')
  return fc
    .record({
      token: fc.constantFrom(...tokens.values()),
      key: fc.constantFrom(...(target.path.includes('/streams/') ? streams : keys)),
      query: fc.record(
        Object.fromEntries(
          parameters.map(({ name, schema }) => [
            name,
            fc.oneof(
              { weight: 5, arbitrary: fc.constantFrom<unknown>('1', '5', '100', 'true', '2019-06-01', ...keys) },
              validValue(schema),
            ),
          ]),
        ),
        { requiredKeys: [], noNullPrototype: true },
      ),
      used: fc.integer({ min: 0, max: 2 }),
      headers: fc.record(
        { Accept: fc.constantFrom('*/*', ...types), 'Accept-Language': languages, 'If-None-Match': revisions },
        { requiredKeys: [], noNullPrototype: true },
      ),
    })
    .map(({ token, key, query, used, headers }) => {
      const some = Object.entries(query).slice(0, used)
      const search = new URLSearchParams(
        some.map(([name, value]): [string, string] => [name, String(value).slice(0, 100)]),
      )
      const path = target.path.replace(/\{\w+\}/, encodeURIComponent(key))
      return { operation: target, method: target.method, path: `${path}?${search}`, token, headers }
    })
}

it(`answers ${runs} requests, most of them past authorisation, without 5xx or hanging, and as the contract says`, async () => {
  const storage = await storageWithExamples()
  const { api, runtime } = setUp({}, storage)
  const contract = await contractOf(api)
  const violationsOf = answerValidator(contract)
  const tokens = await callers()
  const operations = operationsOf(contract)
  const commands = operations.filter(({ path }) => path.startsWith('/v1/commands/'))
  const reads = operations.filter(({ path, method }) => path.startsWith('/v1/') && method === 'GET')
  const requests = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(...commands).chain((one) => commandRequest(one, contract.components.schemas, tokens)),
    },
    { weight: 2, arbitrary: fc.constantFrom(...reads).chain((one) => readRequest(one, tokens)) },
  )
  const statuses = new Map<number, number>()
  const answersOf = async (fuzzed: FuzzedRequest): Promise<Response> => {
    const response = await Promise.race([
      request(api, fuzzed.path, fuzzed),
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), timeoutMs).unref()),
    ])
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
    expect([fuzzed.path, response.status < 500]).toEqual([fuzzed.path, true])
    expect(await violationsOf(fuzzed.operation, response.clone())).toEqual([])
    return response
  }
  let sent = 0
  await fc.assert(
    fc.asyncProperty(requests, async (fuzzed) => {
      const before = (await storage.events.count()) ?? 0
      const response = await answersOf(fuzzed)
      const recorded = ((await storage.events.count()) ?? 0) - before
      if (fuzzed.body !== undefined && response.status === 200 && !fuzzed.path.includes('dryRun=true')) {
        // boundary: just validated
        const answer = (await response.json()) as CommandAnswer
        const expected = response.headers.has('idempotent-replayed') ? 0 : countOf(answer)
        if (answer.plan?.otherDivisions === undefined) expect(recorded).toBe(expected)
        else expect(recorded).toBeGreaterThan(expected)
      } else expect(recorded).toBe(0)
      // the next page is within the contract too
      const next = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1]
      if (next !== undefined) await answersOf({ ...fuzzed, path: next })
      sent += 1
      if (sent % settleEvery === 0) await runtime.settle()
    }),
    { numRuns: runs, endOnFailure: true },
  )
  const share = (...wanted: readonly number[]) =>
    wanted.reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0) /
    [...statuses.values()].reduce((a, b) => a + b)
  const shares = Object.fromEntries([...statuses].sort().map(([status]) => [status, share(status).toFixed(3)]))
  expect([shares, share(401, 403, 406) < 0.3, share(200) > 0.15]).toEqual([shares, true, true])
  if (runs > 1500) console.log(JSON.stringify(shares))

  // what was recorded can be read: every document of every read model
  await runtime.settle()
  for (const read of reads.filter(({ path }) => path.startsWith('/v1/projections/') && !path.includes('{')))
    await answersOf({
      operation: read,
      method: 'GET',
      path: `${read.path}?limit=1000`,
      token: tokens.get('county') ?? '',
    })
}, 3_600_000)
