// A running API over a store in memory, with tokens for whoever is needed.
import { domain } from '@skein/core'
import { createRuntime, openMemory, type Storage } from '@skein/engine'
import {
  createHttpApi,
  exampleCommands,
  type HttpApi,
  type HttpApiOptions,
  issueToken,
  jwtAuth,
  type Role,
} from '../src/index.js'

export const secret = 'a secret that is only for tests, and long enough'

/** The same for all runtimes, so that several can share a store. */
const masterKey = Buffer.alloc(32, 7).toString('base64')

export const tokenOf = (role: Role, division: string, subject = `${role}-1`): Promise<string> =>
  issueToken(secret, { subject, role, division })

/** Room for tests that ask a lot. */
export const roomy = { requestsPerSecond: 1e6, burst: 1e6 }

export const setUp = (options: Partial<HttpApiOptions> = {}, storage: Storage = openMemory()) => {
  const runtime = createRuntime(domain, storage, { masterKey })
  const api = createHttpApi({ runtime, auth: jwtAuth({ secret }), ...options, limits: { ...roomy, ...options.limits } })
  return { runtime, storage, api }
}

export interface Calling {
  readonly method?: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export const origin = 'http://skein.test'

/** One request; a body goes as JSON. */
export const call = (
  api: HttpApi,
  path: string,
  { method, token, body, headers = {} }: Calling = {},
): Promise<Response> =>
  api.fetch(
    new Request(`${origin}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )

/** A store with the whole story in it, its read models told. */
export const told = async (): Promise<Storage> => {
  const storage = openMemory()
  const runtime = createRuntime(domain, storage, { masterKey })
  for (const [at, step] of exampleCommands.entries()) {
    // sound: the story is tested to be accepted step by step
    const done = await runtime.execute(step as Parameters<typeof runtime.execute>[0], {
      commandId: `story-${at}`,
      actor: 'teller',
    })()
    if (done._tag === 'Left') throw new Error(`${at + 1} ${step.type}: ${JSON.stringify(done.left)}`)
    await runtime.settle({ projections: false })
  }
  await runtime.settle()
  return storage
}
