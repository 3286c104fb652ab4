// The contract as tests read it: validators of what is answered, and arbitraries of what is sent.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { HttpApi } from '../src/index.js'
import { call } from './fixture.js'

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
  (await (await call(api, '/openapi.json')).json()) as Contract

export interface Described {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

export const operationsOf = ({ paths }: Contract): readonly Described[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

export const examplesOf = ({ operation }: Described): readonly { readonly name: string; readonly value: unknown }[] =>
  Object.entries(operation.requestBody?.content['application/json']?.examples ?? {}).map(([name, { value }]) => ({
    name,
    value,
  }))

const id = 'https://contract.test/openapi'

/** Says what is wrong with an answer by the contract; empty where nothing is. */
export const judgeOf = (contract: Contract) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: id, components: contract.components })
  const compiled = new Map<Schema, ValidateFunction>()
  const validate = (schema: Schema, value: unknown): readonly string[] => {
    const known = compiled.get(schema) ?? ajv.compile(absolute(schema) as object)
    compiled.set(schema, known)
    return known(value) ? [] : (known.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  return async ({ operation }: Pick<Described, 'operation'>, response: globalThis.Response) => {
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

/** References within the document, as references to it. */
const absolute = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(absolute)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, keyword === '$ref' ? `${id}${value}` : absolute(value)]),
  )
}
