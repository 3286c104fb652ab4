// Random requests built from the contract, valid and invalid. SKEIN_FUZZ sets how many (default 1,500; 20,000 in the
// long run).

import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type RequestOptions, request, setUp, storageWithExamples, tokenOf } from './fixture.js'
import { answerValidator, bodySchemaOf, contractOf, operationsOf, type PathOperation, type Schema } from './openapi.js'
import { invalidValue, validValue } from './schema-arbitraries.js'

const runs = Number(process.env.SKEIN_FUZZ ?? 1500)
/** A request that takes longer counts as hanging. */
const timeoutMs = 10_000

interface FuzzedRequest extends RequestOptions {
  readonly path: string
  readonly operation: PathOperation
  /** Whether it may record events: it is a valid command, and no dry run. */
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
    { weight: 4, arbitrary: validValue(schema).map((value) => String(value).slice(0, 100)) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  )

const requestOf = (
  target: PathOperation,
  schema: Schema | undefined,
  isValid: (body: unknown) => boolean,
): fc.Arbitrary<FuzzedRequest> => {
  const { path, method, operation } = target
  const parameters = operation.parameters ?? []
  const parametersIn = (location: string) =>
    Object.fromEntries(
      parameters.filter((one) => one.in === location).map(({ name, schema }) => [name, parameter(schema)]),
    )
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 3, arbitrary: validValue(schema) },
          { weight: 2, arbitrary: invalidValue(schema) },
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
      query: fc.record(parametersIn('query'), { requiredKeys: [], noNullPrototype: true }),
      headers: fc.record(
        Object.fromEntries(
          Object.entries(parametersIn('header')).map(([header, value]) => [header, value.map(printable)]),
        ),
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
      operation: target,
      method,
      path: `${path.replace(/\{\w+\}/, encodeURIComponent(key))}?${searchOf(query)}`,
      headers: { ...headers, Accept: accept },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      mayWrite: schema !== undefined && query.dryRun !== 'true' && typeof body !== 'string' && isValid(body),
    }))
}

it(`answers ${runs} random requests without 5xx or hanging, as the contract says, and writes nothing for invalid ones`, async () => {
  const storage = await storageWithExamples()
  const { api } = setUp({}, storage)
  const contract = await contractOf(api)
  const violationsOf = answerValidator(contract)
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const operations = operationsOf(contract).map((target) => {
    const schema = bodySchemaOf(target.operation, contract)
    const validate = schema === undefined ? undefined : ajv.compile(schema)
    const isValid = (body: unknown) => validate?.(JSON.parse(JSON.stringify(body))) === true
    return { target, schema, isValid }
  })
  const township = await tokenOf('township', '532329104')
  const county = await tokenOf('county', '*')
  const otherTokens = await Promise.all([
    tokenOf('village', '532329104207'),
    tokenOf('base', '532329104'),
    tokenOf('auditor', '532330'),
  ])
  const anyRequest = fc
    .constantFrom(...operations)
    .chain(({ target, schema, isValid }) => requestOf(target, schema, isValid))
  // breaks rule X5 (more poor people than inhabitants), which chance alone would rarely do
  const countPoverty = operationsOf(contract).find(({ path }) => path === '/v1/commands/CountPoverty')
  if (countPoverty === undefined) throw new Error('the contract has no CountPoverty')
  const breaksRule: FuzzedRequest = {
    operation: countPoverty,
    method: countPoverty.method,
    path: countPoverty.path,
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
    {
      weight: 40,
      arbitrary: fc.tuple(anyRequest, fc.constantFrom(township, township, township, county, ...otherTokens)),
    },
    { weight: 1, arbitrary: fc.constant([breaksRule, county] as const) },
  )
  const statuses = new Set<number>()

  await fc.assert(
    fc.asyncProperty(requests, async ([fuzzed, token]) => {
      const before = await storage.events.count()
      const response = await Promise.race([
        request(api, fuzzed.path, { ...fuzzed, token }),
        new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), timeoutMs).unref()),
      ])
      statuses.add(response.status)
      // /readyz answers 503 while read models are behind what was just written
      if (fuzzed.operation.path !== '/readyz') expect(response.status).toBeLessThan(500)
      expect(await violationsOf(fuzzed.operation, response)).toEqual([])
      if (!fuzzed.mayWrite) expect(await storage.events.count()).toBe(before)
    }),
    { numRuns: runs },
  )
  // the requests covered success, invalid bodies, refusals, missing documents and broken rules
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400, 403, 404, 422]))
}, 3_600_000)
