// Entries of the examples annulled and corrected over HTTP, by every role.
import { domain } from '@skein/core'
import { readEntries, type Storage } from '@skein/engine'
import type { HttpApi, Role } from '../src/index.js'
import { roles } from '../src/index.js'
import { request, setUp, storageWithExamples, tokenOf } from './fixture.js'

export const why = { reason: 'typing error', by: { role: 'accountant', id: 'a3' }, on: '2019-06-01' }

const divisionOf: Readonly<Record<Role, string>> = {
  base: '532329104',
  township: '532329104',
  village: '532329104207',
  county: '532329',
  auditor: '532329',
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: {
    readonly type?: string
    readonly detail?: string
    readonly rule?: string
    readonly evidence?: Readonly<Record<string, unknown>>
    readonly issues?: readonly { readonly pointer: string; readonly code: string }[]
    readonly blocked?: readonly { readonly eventId: string; readonly rule: string }[]
    readonly events?: readonly { readonly type: string; readonly data: object }[]
    readonly consequences?: readonly { readonly type: string; readonly data: object }[]
  }
}

interface Options {
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
}

export class Amending {
  readonly storage: Storage
  readonly api: HttpApi
  readonly tokens: ReadonlyMap<Role, string>

  constructor(storage: Storage, tokens: ReadonlyMap<Role, string>) {
    this.storage = storage
    this.api = setUp({}, storage).api
    this.tokens = tokens
  }

  async amend(
    kind: 'annul' | 'correct',
    role: Role,
    body: object,
    { query = '', headers = {} }: Options = {},
  ): Promise<Answer> {
    const token = this.tokens.get(role) ?? ''
    const response = await request(this.api, `/v1/${kind}${query}`, { token, body: { ...why, ...body }, headers })
    // boundary: what the API answers; each field is asserted by its test
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
  }

  /** The id of the last standing entry of a command in a stream. */
  async entryOf(stream: string, type: string): Promise<string> {
    const entries = await readEntries({ domain, storage: this.storage }, stream)
    const found = entries.findLast(({ command, annulled }) => command?.type === type && annulled === undefined)
    if (found === undefined) throw new Error(`${stream} has no ${type}`)
    return found.id
  }

  async contribution() {
    return { stream: 'base-base-1', eventId: await this.entryOf('base-base-1', 'RecordContribution') }
  }

  async eventCount(): Promise<number> {
    return (await this.storage.events.count()) ?? 0
  }
}

/** @param storage default one with the examples */
export const startAmending = async (storage?: Storage): Promise<Amending> => {
  const tokens = new Map<Role, string>()
  for (const role of roles) tokens.set(role, await tokenOf(role, divisionOf[role]))
  return new Amending(storage ?? (await storageWithExamples()), tokens)
}
