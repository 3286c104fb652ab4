// Bundles sent over HTTP, and what they are answered.
import type { Storage } from '@skein/engine'
import { exampleCommands, type HttpApi } from '../src/index.js'
import { request } from './fixture.js'

export interface Answer {
  readonly status: number
  readonly replayed?: boolean
  readonly result?: { readonly stream: string; readonly revision: number; readonly events: readonly object[] }
  readonly problem?: {
    readonly type: string
    readonly rule?: string
    readonly issues?: readonly { readonly pointer: string }[]
    readonly blocked?: readonly object[]
  }
}

export interface Sent {
  readonly type: string
  readonly idempotencyKey: string
  readonly data: unknown
}

export const post = async (api: HttpApi, token: string, commands: unknown, query = '') => {
  const response = await request(api, `/v1/commands${query}`, { token, body: { commands } })
  // boundary: what the API answers; each field is asserted by its test
  const body = (await response.clone().json()) as Answer['problem'] & { readonly results?: readonly Answer[] }
  return { response, status: response.status, body, results: body.results ?? [] }
}

export const divisions: readonly Sent[] = exampleCommands
  .filter(({ type }) => type === 'RegisterDivision')
  .map(({ type, data }, index) => ({ type, idempotencyKey: `division-${index}`, data }))
export const willing = (people: number, on: string, code = '532329'): Sent => ({
  type: 'CountWilling',
  idempotencyKey: `willing-${code}-${people}-${on}`,
  data: { code, people, on },
})
export const kindsOf = (results: readonly Answer[]) =>
  results.map(({ status, replayed, problem }) => problem?.rule ?? (replayed ? 'replayed' : status))
export const eventCount = async ({ events }: Storage) => (await events.count()) ?? 0
