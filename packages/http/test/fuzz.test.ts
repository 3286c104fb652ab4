// Requests built from the contract, valid and invalid. SKEIN_FUZZ says how many (default 1,500; 20,000 on demand).

import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fitting, misfitting } from './arbitrary.js'
import { type Calling, call, setUp, tokenOf, told } from './fixture.js'
import { contractOf, type Described, judgeOf, operationsOf, type Schema } from './openapi.js'

const runs = Number(process.env.SKEIN_FUZZ ?? 1500)
/** A request that takes longer than this hangs. */
const patience = 10_000

interface Sent extends Calling {
  readonly path: string
  readonly described: Described
  /** No write may come of it. */
  readonly mayWrite: boolean
}

const searchOf = (query: Readonly<Record<string, string | undefined>>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.append(name, value)
  return search.toString()
}

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, 'x').trim()

const parameter = (schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fitting(schema).map((value) => String(value).slice(0, 100)) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  )

const requestOf = (
  described: Described,
  schemas: Readonly<Record<string, Schema>>,
  isFit: (name: string, body: unknown) => boolean,
): fc.Arbitrary<Sent> => {
  const { path, method, operation } = described
  const parameters = operation.parameters ?? []
  const inPlace = (place: string) =>
    Object.fromEntries(
      parameters.filter((one) => one.in === place).map(({ name, schema }) => [name, parameter(schema)]),
    )
  const name = operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1)
  const schema = name === undefined ? undefined : schemas[name]
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 3, arbitrary: fitting(schema) },
          { weight: 2, arbitrary: misfitting(schema) },
          { weight: 1, arbitrary: fc.string() },
        )
  const keys = fc.constantFrom(
    'trainee-1',
    'base-1',
    'base:base-1',
    '532329',
    'journey-trainee-1',
    'batch-batch-1',
    'a/b',
    '%',
    'constructor',
  )
  return fc
    .record({
      body,
      query: fc.record(inPlace('query'), { requiredKeys: [], noNullPrototype: true }),
      headers: fc.record(
        Object.fromEntries(Object.entries(inPlace('header')).map(([header, value]) => [header, value.map(printable)])),
        {
          requiredKeys: [],
          noNullPrototype: true,
        },
      ),
      accept: fc.constantFrom('*/*', 'application/json', 'text/csv', 'application/cloudevents-batch+json', 'x/y'),
      key: fc.oneof(
        { weight: 3, arbitrary: keys },
        { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }) },
      ),
    })
    .map(({ body, query, headers, accept, key }) => ({
      described,
      method,
      path: `${path.replace(/\{\w+\}/, encodeURIComponent(key))}?${searchOf(query)}`,
      headers: { ...headers, Accept: accept },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      mayWrite: name !== undefined && query.dryRun !== 'true' && typeof body !== 'string' && isFit(name, body),
    }))
}

it(`${runs} requests from the contract: no 5xx, no hang, no answer against it, no write from an invalid one`, async () => {
  const storage = await told()
  const { api } = setUp({}, storage)
  const contract = await contractOf(api)
  const judge = judgeOf(contract)
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const validators = new Map(
    operationsOf(contract).flatMap(({ operation }) => {
      const name = operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1)
      return name === undefined ? [] : [[name, ajv.compile({ ...contract.components.schemas[name] })] as const]
    }),
  )
  const isFit = (name: string, body: unknown) => validators.get(name)?.(JSON.parse(JSON.stringify(body))) === true
  const township = await tokenOf('township', '532329104')
  const county = await tokenOf('county', '*')
  const others = await Promise.all([
    tokenOf('village', '532329104207'),
    tokenOf('base', '532329104'),
    tokenOf('auditor', '532330'),
  ])
  const request = fc
    .constantFrom(...operationsOf(contract))
    .chain((described) => requestOf(described, contract.components.schemas, isFit))
  // chance alone may take long to meet a rule: more people are poor than live there
  const counting = operationsOf(contract).find(({ path }) => path === '/v1/commands/CountPoverty')
  if (counting === undefined) throw new Error('the contract has no CountPoverty')
  const against: Sent = {
    described: counting,
    method: counting.method,
    path: counting.path,
    headers: {},
    body: JSON.stringify({
      code: '532329',
      population: 10,
      poorPeople: 11,
      source: 'counted',
      dateCertainty: 'exact',
      on: '2018-01-01',
    }),
    mayWrite: false,
  }
  const requests = fc.oneof(
    { weight: 40, arbitrary: fc.tuple(request, fc.constantFrom(township, township, township, county, ...others)) },
    { weight: 1, arbitrary: fc.constant([against, county] as const) },
  )
  const seen = new Map<number, number>()

  await fc.assert(
    fc.asyncProperty(requests, async ([sent, token]) => {
      const before = await storage.events.count()
      const response = await Promise.race([
        call(api, sent.path, { ...sent, token }),
        new Promise<never>((_, reject) => setTimeout(() => reject(new Error('it hangs')), patience).unref()),
      ])
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
      // /readyz says with 503 that read models are behind what was just written
      if (sent.described.path !== '/readyz') expect(response.status).toBeLessThan(500)
      expect(await judge(sent.described, response)).toEqual([])
      if (!sent.mayWrite) expect(await storage.events.count()).toBe(before)
    }),
    { numRuns: runs },
  )
  // it was no shadow-boxing: things were read, recorded, refused and found wanting
  expect([...seen.keys()].sort()).toEqual(expect.arrayContaining([200, 400, 403, 404, 422]))
}, 3_600_000)
