// Serves the API on Node.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { HttpApi } from './api.js'

export interface ListenOptions {
  readonly port: number
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string
  /** How long a request may take to arrive, in milliseconds; default 30,000. */
  readonly receiveTimeoutMs?: number
}

export interface Listening {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /**
   * Accepts no more connections, waits up to `timeoutMs` for requests in progress, and resolves when every connection
   * is closed.
   */
  close(timeoutMs: number): Promise<void>
}

/**
 * Listens on a port; port 0 takes any free one. Rejects with the system's error if the port cannot be used.
 *
 * @example
 * const listening = await listen(api, { port: 8080 })
 */
export const listen = async (api: HttpApi, options: ListenOptions): Promise<Listening> => {
  const { port, host = '127.0.0.1', receiveTimeoutMs = 30_000 } = options
  // a client may have hung up while its command is still executed: closing waits for these too
  const handling = new Set<Promise<unknown>>()
  const handle = (request: Request): Promise<Response> => {
    const response = api.fetch(request).finally(() => handling.delete(response))
    handling.add(response)
    return response
  }
  const listener = getRequestListener(handle, { overrideGlobalObjects: false })
  const openResponses = new Set<ServerResponse>()
  const server = createServer(
    { requestTimeout: receiveTimeoutMs, headersTimeout: 10_000, keepAliveTimeout: 5000, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      openResponses.add(response)
      response.once('close', () => openResponses.delete(response))
      if (!server.listening) endKeepAlive(response)
      void listener(request, response)
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  // sound: it listens on a port, not on a pipe
  const { port: actualPort, family, address } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actualPort}`,
    close: async (timeoutMs) => {
      api.close()
      for (const response of openResponses) endKeepAlive(response)
      const deadline = performance.now() + timeoutMs
      await closeServer(server, timeoutMs)
      await settledWithin(handling, deadline - performance.now())
    },
  }
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
