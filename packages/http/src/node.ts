// Serves the API on Node.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { checkOptions } from '@skein/kernel'
import type { HttpApi } from './api.js'
import { clientAddress } from './node/client-address.js'
import { listenOptions } from './option-types.js'

/** Durations are in milliseconds. */
export interface ListenOptions {
  readonly port: number
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string
  /** How long the headers of a request may take to arrive; default 10,000. Checked every five seconds. */
  readonly headersTimeoutMs?: number
  /** How long a whole request may take to arrive; default 30,000. Checked every five seconds. */
  readonly receiveTimeoutMs?: number
  /** How long a connection may send and take nothing; default 120,000. */
  readonly idleTimeoutMs?: number
  /** Connections that are open at the same time, feeds included; more are closed at once. Default 2,000. */
  readonly maxConnections?: number
  /** Proxies in front of the server that add their client's address to `X-Forwarded-For`; default none. */
  readonly trustedProxies?: number
  /**
   * Replaces the global `Request` and `Response` of the process by lighter ones of @hono/node-server, which saves a sixth
   * of the time of a command. For processes that do little else than serve; default false.
   */
  readonly replaceGlobals?: boolean
}

export interface CloseOptions {
  /** How long requests in progress may take. */
  readonly timeoutMs: number
  /** How long `/readyz` answers 503 before connections are refused, so that load balancers notice; default 0. */
  readonly drainDelayMs?: number
}

export interface Listening {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /**
   * Makes `/readyz` answer 503, then accepts no more connections, waits for requests in progress, and resolves when every
   * connection is closed.
   */
  close(options: CloseOptions): Promise<void>
}

const checkIntervalMs = 5000

/**
 * Listens on a port; port 0 takes any free one. Rejects with the system's error if the port cannot be used.
 *
 * @example
 * const listening = await listen(api, { port: 8080 })
 */
export const listen = async (api: HttpApi, options: ListenOptions): Promise<Listening> => {
  checkOptions('listen', options, listenOptions)
  const { port, host = '127.0.0.1', trustedProxies = 0, replaceGlobals = false } = options
  // a client may have hung up while its command is still executed: closing waits for these too
  const handling = new Set<Promise<unknown>>()
  const listener = getRequestListener(
    (request, { incoming }) => {
      const client = {
        // found out only where it matters: requests with a token are limited by their subject
        get address() {
          // sound: the server below speaks HTTP/1 only
          return clientAddress(incoming as IncomingMessage, trustedProxies)
        },
      }
      const response = api.fetch(request, client).finally(() => handling.delete(response))
      handling.add(response)
      return response
    },
    { overrideGlobalObjects: replaceGlobals, errorHandler: unreadable },
  )
  const openResponses = new Set<ServerResponse>()
  const server = createServer(
    {
      headersTimeout: options.headersTimeoutMs ?? 10_000,
      requestTimeout: options.receiveTimeoutMs ?? 30_000,
      connectionsCheckingInterval: checkIntervalMs,
      keepAliveTimeout: 5000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      openResponses.add(response)
      response.once('close', () => openResponses.delete(response))
      if (!server.listening) endKeepAlive(response)
      void listener(request, response)
    },
  )
  server.timeout = options.idleTimeoutMs ?? 120_000
  server.maxConnections = options.maxConnections ?? 2000
  await started(server, port, host)
  return {
    url: urlOf(server),
    close: async ({ timeoutMs, drainDelayMs = 0 }) => {
      api.drain()
      if (drainDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, drainDelayMs))
      api.close()
      for (const response of openResponses) endKeepAlive(response)
      const deadline = performance.now() + timeoutMs
      await closeServer(server, timeoutMs)
      await settledWithin(handling, deadline - performance.now())
    },
  }
}

/** A request whose address or `Host` cannot be understood never reaches the API. */
const unreadable = (): Response =>
  new Response(
    JSON.stringify({
      type: '/problems/malformed',
      title: 'The request cannot be understood',
      status: 400,
      detail: 'The address or the Host header is not valid.',
      requestId: crypto.randomUUID(),
    }),
    { status: 400, headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' } },
  )

const started = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })

const urlOf = (server: Server): string => {
  // sound: it listens on a port, not on a pipe
  const { port, family, address } = server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** A client that keeps its connection open would delay closing. */
const endKeepAlive = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

const closeServer = async (server: Server, timeoutMs: number): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs)
  await closed
  clearTimeout(timer)
}

const settledWithin = async (work: Iterable<Promise<unknown>>, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(0, timeoutMs))
  })
  await Promise.race([Promise.allSettled(work), timeout])
  clearTimeout(timer)
}
