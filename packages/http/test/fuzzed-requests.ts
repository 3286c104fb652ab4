// Random requests that mostly get past authorisation: examples with some fields changed, from callers that may send them,
// reads of what exists, and amendments of what was entered.
import { domain } from '@skein/core'
import fc from 'fast-check'
import { allowedRoles, exampleCommands, type Role } from '../src/index.js'
import { type RequestOptions, tokenOf } from './fixture.js'
import type { PathOperation, Schema } from './openapi.js'
import { invalidValue, validValue } from './schema-arbitraries.js'

export interface FuzzedRequest extends RequestOptions {
  readonly path: string
  readonly operation: PathOperation
  readonly token: string
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

export const callers = async () => {
  const divisions = { base: '532329104', township: '532329', village: '532329104', county: '*', auditor: '*' } as const
  const roles = Object.keys(divisions) as (keyof typeof divisions)[]
  return new Map(await Promise.all(roles.map(async (role) => [role, await tokenOf(role, divisions[role])] as const)))
}

const revisions = fc.constantFrom('*', '"0"', '"1"', '"2"', 'W/"1"', '"0", "1", "2"')
const languages = fc.constantFrom('en', 'zh', 'zh-CN, en;q=0.5', 'fr')

const dataOf = (target: PathOperation, schemas: Readonly<Record<string, Schema>>): fc.Arbitrary<unknown> => {
  const type = target.operation.operationId
  const schema =
    schemas[target.operation.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '']
  if (schema === undefined) throw new Error(`${type} has no schema`)
  const examples = exampleCommands.filter((one) => one.type === type)
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...examples).chain(({ data }) => variationOf(data, schema)) },
    { weight: 1, arbitrary: validValue(schema) },
    { weight: 1, arbitrary: invalidValue(schema) },
  )
}

export const commandRequest = (
  target: PathOperation,
  schemas: Readonly<Record<string, Schema>>,
  tokens: ReadonlyMap<string, string>,
): fc.Arbitrary<FuzzedRequest> => {
  const type = target.operation.operationId
  return fc
    .record({
      token: fc.constantFrom(...allowedRoles(type).map((role) => tokens.get(role) ?? '')),
      body: dataOf(target, schemas),
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

export const readRequest = (
  target: PathOperation,
  tokens: ReadonlyMap<string, string>,
): fc.Arbitrary<FuzzedRequest> => {
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

/** Several commands at once, each an example with some fields changed. */
export const bundleRequest = (
  bundle: PathOperation,
  commands: readonly PathOperation[],
  schemas: Readonly<Record<string, Schema>>,
  tokens: ReadonlyMap<string, string>,
): fc.Arbitrary<FuzzedRequest> => {
  const bundled = (role: Role) =>
    fc
      .constantFrom(...commands.filter(({ operation }) => allowedRoles(operation.operationId).includes(role)))
      .chain((one) => dataOf(one, schemas).map((data) => ({ type: one.operation.operationId, data })))
  return fc.constantFrom<Role>('township', 'township', 'county', 'base', 'village').chain((role) =>
    fc
      .record({
        commands: fc.array(bundled(role), { minLength: 1, maxLength: 3 }),
        keys: fc.constantFrom('a', 'b', 'c', 'd'),
        search: fc.constantFrom('', '', '', '?dryRun=true'),
        language: languages,
      })
      .map(({ commands: sent, keys: key, search, language }) => ({
        operation: bundle,
        method: 'POST',
        path: `${bundle.path}${search}`,
        token: tokens.get(role) ?? '',
        body: JSON.stringify({ commands: sent.map((one, at) => ({ ...one, idempotencyKey: `${key}-${at}` })) }),
        headers: { 'Accept-Language': language },
      })),
  )
}

/** An event of an entry that may be annulled or corrected. */
export interface FuzzedEntry {
  readonly stream: string
  readonly eventId: string
  readonly data: Data
}

/** An annulment or a correction of one of these entries, by one of the callers. */
export const amendmentRequest = (
  target: PathOperation,
  entries: readonly FuzzedEntry[],
  tokens: ReadonlyMap<string, string>,
): fc.Arbitrary<FuzzedRequest> => {
  const isCorrection = target.operation.operationId === 'correct'
  const changes = ({ data }: FuzzedEntry) =>
    fc
      .constantFrom(...Object.keys(data), 'unknownField')
      .chain((field) =>
        fc
          .oneof(
            { weight: 6, arbitrary: fc.constantFrom<unknown>(...(exampleValues.get(field) ?? [null])) },
            { weight: 2, arbitrary: fc.integer({ min: 1, max: 100 }) },
            { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
          )
          .map((value) => ({ [field]: value })),
      )
  return fc.constantFrom(...entries).chain((entry) =>
    fc
      .record({
        token: fc.constantFrom(
          ...['township', 'township', 'base', 'village', 'county'].map((role) => tokens.get(role) ?? ''),
        ),
        data: isCorrection ? changes(entry) : fc.constant(undefined),
        reason: fc.oneof({ weight: 9, arbitrary: fc.constant('typing error') }, fc.string({ maxLength: 210 })),
        on: fc.constantFrom('2021-01-01', '2022-06-01'),
        withDependents: fc.option(fc.boolean(), { nil: undefined }),
        search: fc.constantFrom('', '', '?dryRun=true'),
        headers: fc.record(
          { 'Accept-Language': languages, 'Idempotency-Key': fc.constantFrom('amend-1', 'amend-2') },
          { requiredKeys: [], noNullPrototype: true },
        ),
      })
      .map(({ token, search, headers, ...why }) => ({
        operation: target,
        method: 'POST',
        path: `${target.path}${search}`,
        token,
        body: JSON.stringify({
          stream: entry.stream,
          eventId: entry.eventId,
          by: { role: 'accountant', id: 'a3' },
          ...why,
        }),
        headers,
      })),
  )
}
