// Reads the contract, and validates answers by it.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { HttpApi } from '../src/index.js'
import { request } from './fixture.js'

export interface Schema {
  readonly [keyword: string]: unknown
  readonly $ref?: string
}

export interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: {
    readonly content: Readonly<
      Record<
        string,
        { readonly schema: Schema; readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }
      >
    >
  }
  readonly responses: Readonly<Record<string, Response>>
}

interface Response {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}

export interface Contract {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses: Readonly<Record<string, Response>>
  }
}

export const contractOf = async (api: HttpApi): Promise<Contract> =>
  // boundary: the contract test validates the document against the standard
  (await (await request(api, '/openapi.json')).json()) as Contract

export interface PathOperation {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

export const operationsOf = ({ paths }: Contract): readonly PathOperation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

export const examplesOf = ({
  operation,
}: PathOperation): readonly { readonly name: string; readonly value: unknown }[] =>
  Object.entries(operation.requestBody?.content['application/json']?.examples ?? {}).map(([name, { value }]) => ({
    name,
    value,
  }))

/** The schema of an operation's body with every reference replaced by what it refers to; `undefined` if it has none. */
export const bodySchemaOf = ({ requestBody }: Operation, { components }: Contract): Schema | undefined => {
  const schema = requestBody?.content['application/json']?.schema
  return schema === undefined ? undefined : (dereferenced(schema, components.schemas) as Schema)
}

const dereferenced = (schema: unknown, schemas: Readonly<Record<string, Schema>>): unknown => {
  if (Array.isArray(schema)) return schema.map((one) => dereferenced(one, schemas))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $ref } = schema as Schema
  if (typeof $ref === 'string') return dereferenced(schemas[$ref.split('/').at(-1) ?? ''], schemas)
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, dereferenced(value, schemas)]))
}

const id = 'https://contract.test/openapi'

/** A function that lists how an answer violates the contract. */
export const answerValidator = (contract: Contract) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: id, components: contract.components })
  const compiled = new Map<Schema, ValidateFunction>()
  const validate = (schema: Schema, value: unknown): readonly string[] => {
    const validator = compiled.get(schema) ?? ajv.compile(absolute(schema) as object)
    compiled.set(schema, validator)
    return validator(value)
      ? []
      : (validator.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  return async ({ operation }: Pick<PathOperation, 'operation'>, response: globalThis.Response) => {
    const described = operation.responses[response.status]
    if (described === undefined) return [`status ${response.status} is not described for ${operation.operationId}`]
    const name = described.$ref?.split('/').at(-1)
    const content = (name === undefined ? described : contract.components.responses[name])?.content
    if (content === undefined) return []
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
    const media = content[type]
    if (media === undefined) return [`${type} is not described for ${response.status} of ${operation.operationId}`]
    return type.endsWith('json') ? validate(media.schema, await response.json()) : []
  }
}

/** Local references as absolute ones, which the validator can resolve. */
const absolute = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(absolute)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, keyword === '$ref' ? `${id}${value}` : absolute(value)]),
  )
}
