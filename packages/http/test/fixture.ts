// A running API over an in-memory store, and tokens for its callers.
import { domain } from '@skein/core'
import { createRuntime, type EventStore, openMemory, type Storage } from '@skein/engine'
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
export const masterKey = Buffer.alloc(32, 7).toString('base64')

export const tokenOf = (role: Role, division: string, subject = `${role}-1`): Promise<string> =>
  issueToken(secret, { subject, role, division })

/** Only the tests of these limits set them. */
const unlimited = { requestsPerSecond: 1e6, burst: 1e6, openFeedsOfSubject: 1000 }

export const setUp = (options: Partial<HttpApiOptions> = {}, storage: Storage = openMemory()) => {
  const runtime = createRuntime(domain, storage, { masterKey })
  const limits = { ...unlimited, ...options.limits }
  const api = createHttpApi({ runtime, auth: jwtAuth({ secret }), ...options, limits })
  return { runtime, storage, api }
}

export interface RequestOptions {
  readonly method?: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const origin = 'http://skein.test'

/** Sends one request; the body as JSON, a string as it is. */
export const request = (
  api: HttpApi,
  path: string,
  { method, token, body, headers = {} }: RequestOptions = {},
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

/** A store in which all example commands were executed, with its read models up to date. */
export const storageWithExamples = async (): Promise<Storage> => {
  const storage = openMemory()
  const runtime = createRuntime(domain, storage, { masterKey })
  for (const [index, command] of exampleCommands.entries()) {
    // sound: a test of the contract executes every example
    const result = await runtime.execute(command as Parameters<typeof runtime.execute>[0], {
      commandId: `example-${index}`,
      actor: 'example-sender',
    })()
    if (result._tag === 'Left') throw new Error(`${index + 1} ${command.type}: ${JSON.stringify(result.left)}`)
    await runtime.settle({ projections: false })
  }
  await runtime.settle()
  return storage
}

/** The same store with other methods of its events. */
export const withEvents = (storage: Storage, methods: Partial<EventStore>): Storage => ({
  ...storage,
  events: new Proxy(storage.events, {
    get(target, name) {
      const value = Reflect.get(methods, name) ?? Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  }),
})
