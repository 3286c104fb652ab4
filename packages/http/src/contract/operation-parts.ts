// What the operations of the contract have in common.
import { z } from '@hono/zod-openapi'
import type { App } from '../context.js'
import { responseOf } from './components.js'

type Registry = App['openAPIRegistry']
type Responses = Parameters<Registry['registerPath']>[0]['responses']

export const bearer = [{ bearer: [] }]
export const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` })

export const failing = (...statuses: readonly number[]): Responses =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${responseOf(status)}` }]))

export const guarded = [400, 401, 403, 405, 406, 429, 500, 503] as const

export const text = { type: 'string' as const }
export const etag = { ETag: { description: 'For `If-None-Match`, or the next `If-Match`.', schema: text } }
export const link = { Link: { description: '`rel="next"`: where to go on.', schema: text } }
export const known = { description: 'You have it already.' }
export const knownHeader = z.object({
  'If-None-Match': z.string().optional().openapi({ description: 'An `ETag` of before.' }),
})
