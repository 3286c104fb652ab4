// A township office at work over HTTP: its story so far, commands, annulments, corrections, and what readers see.
import { domain } from '@skein/core'
import { createRuntime, openMemory, readEntries, type Storage } from '@skein/engine'
import { day } from '@skein/kernel'
import { type ExampleCommand, exampleCommands } from '../src/index.js'
import { masterKey, request, setUp, tokenOf } from './fixture.js'

type Data = Readonly<Record<string, unknown>>

export interface Answer {
  readonly status: number
  readonly body: {
    readonly rule?: string
    readonly detail?: string
    readonly evidence?: Data
    readonly events?: readonly { readonly type: string; readonly data: Data }[]
    readonly blocked?: readonly { readonly event: string; readonly rule: string }[]
    readonly plan?: {
      readonly streams: readonly { readonly stream: string }[]
      readonly contradictions: readonly { readonly event: string; readonly rule: string }[]
    }
    readonly consequences?: readonly { readonly type: string; readonly data: Data }[]
  }
}

const today = day('2022-01-01')

/** The example commands up to the last one of a type. */
export const examplesUntil = (type: string): readonly ExampleCommand[] =>
  exampleCommands.slice(0, exampleCommands.findLastIndex((one) => one.type === type) + 1)

export const officeAfter = async (commands: readonly Pick<ExampleCommand, 'type' | 'data'>[]) => {
  const storage = openMemory()
  const runtime = createRuntime(domain, storage, { masterKey })
  for (const [index, { type, data }] of commands.entries()) {
    // sound: each is a command of the domain, or the dispatch throws
    await runtime.dispatch({ type, data } as never, { commandId: `story-${index}`, actor: 'clerk-1' })
    await runtime.settle({ projections: false })
  }
  return openOffice(storage)
}

const openOffice = async (storage: Storage) => {
  const { api, runtime } = setUp({}, storage)
  await runtime.settle()
  const tokens = { township: await tokenOf('township', '532329'), county: await tokenOf('county', '*') }
  const post = async (path: string, body: object, role: keyof typeof tokens = 'township'): Promise<Answer> => {
    const response = await request(api, path, { token: tokens[role], body })
    // boundary: what the API answers; each field is asserted by its test
    const answer = { status: response.status, body: (await response.json()) as Answer['body'] }
    await runtime.settle()
    return answer
  }
  const amend = async (
    operation: 'annul' | 'correct',
    stream: string,
    type: string,
    more: object,
    role?: keyof typeof tokens,
  ): Promise<Answer> => {
    const entries = await readEntries(runtime, stream)
    const entry = entries.findLast(({ command, annulled }) => command?.type === type && annulled === undefined)
    if (entry === undefined) throw new Error(`${stream} has no ${type}`)
    const why = { reason: 'typing error', by: { role: 'office', id: 'office-3' }, on: '2021-12-01' }
    return post(`/v1/${operation}`, { stream, eventId: entry.id, ...why, ...more }, role)
  }
  return {
    runtime,
    send: (type: string, data: object, role?: keyof typeof tokens) => post(`/v1/commands/${type}`, data, role),
    annul: (stream: string, type: string, more: object = {}, role?: keyof typeof tokens) =>
      amend('annul', stream, type, more, role),
    correct: (stream: string, type: string, data: object) => amend('correct', stream, type, { data }),
    /** A document of a read model, as it is today, or was on a day. */
    read: async (model: string, key: string, asOf?: string): Promise<Data | undefined> => {
      const query = `today=${today}${asOf === undefined ? '' : `&asOf=${asOf}`}`
      const response = await request(api, `/v1/projections/${model}/${encodeURIComponent(key)}?${query}`, {
        token: tokens.county,
      })
      // boundary: see above
      return response.status === 404 ? undefined : ((await response.json()) as Data)
    },
    /** The events that stand, in history order. */
    standing: async (stream: string): Promise<readonly { readonly type: string; readonly data: Data }[]> => {
      const entries = await readEntries(runtime, stream)
      return entries
        .filter(({ index }) => index !== undefined)
        .sort((a, b) => (a.index ?? 0) - (b.index ?? 0))
        .flatMap(({ events }) => events)
    },
  }
}
