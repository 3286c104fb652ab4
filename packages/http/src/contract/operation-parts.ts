// Parts that the operations of the contract share.
import { z } from '@hono/zod-openapi'
import { problemResponseName, type Registry } from './components.js'

export type { Registry }

type Responses = Parameters<Registry['registerPath']>[0]['responses']

export const bearer = [{ bearer: [] }]
export const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** Every request may end in these: `misdirected`, and an unexpected error. */
const anyStatus = [421, 500]

/** The responses with these statuses: problems. */
export const problemResponses = (...statuses: readonly number[]): Responses =>
  Object.fromEntries(
    [...statuses, ...anyStatus].map((status) => [
      status,
      { $ref: `#/components/responses/${problemResponseName(status)}` },
    ]),
  )

/** Problems of every read that needs a token. */
export const readProblems = [400, 401, 403, 405, 406, 412, 429, 503] as const

export const text = { type: 'string' as const }
export const etag = { ETag: { description: 'For `If-None-Match`, or the next `If-Match`.', schema: text } }
export const link = { Link: { description: '`rel="next"`: the next page.', schema: text } }
export const unchanged = { description: 'The body is still the one with the `ETag` in `If-None-Match`.' }
export const ifNoneMatch = z.object({
  'If-None-Match': z.string().optional().openapi({ description: 'The `ETag` of an earlier answer.' }),
})
