// Runs the API on Node.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { HttpApi } from './api.js'

export interface ListenOptions {
  readonly port: number
  /** Default this machine only. */
  readonly host?: string
  /** How long a request may take to arrive, in milliseconds; default 30,000. */
  readonly arriveMilliseconds?: number
}

export interface Listening {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** Takes no more connections, lets what is under way end, at most so many milliseconds, and resolves when all are closed. */
  close(milliseconds: number): Promise<void>
}

/**
 * Listens on a port; port 0 takes any that is free. Rejects with the system's error where it can't.
 *
 * @example
 * const listening = await listen(api, { port: 8080 })
 */
export const listen = async (api: HttpApi, options: ListenOptions): Promise<Listening> => {
  const { port, host = '127.0.0.1', arriveMilliseconds = 30_000 } = options
  // also what nobody waits for any more is done before we are: its caller may have hung up, its command is under way
  const working = new Set<Promise<unknown>>()
  const work = (request: Request): Promise<Response> => {
    const answering = api.fetch(request).finally(() => working.delete(answering))
    working.add(answering)
    return answering
  }
  const answer = getRequestListener(work, { overrideGlobalObjects: false })
  const underWay = new Set<ServerResponse>()
  const server = createServer(
    { requestTimeout: arriveMilliseconds, headersTimeout: 10_000, keepAliveTimeout: 5000, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      underWay.add(response)
      response.once('close', () => underWay.delete(response))
      if (!server.listening) lastOfItsConnection(response)
      void answer(request, response)
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
  const { port: taken, family, address } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    close: async (milliseconds) => {
      api.close()
      for (const response of underWay) lastOfItsConnection(response)
      const end = performance.now() + milliseconds
      await close(server, milliseconds)
      await orAfter(Promise.allSettled(working), end - performance.now())
    },
  }
}

/** A caller who keeps its connection would keep us from ending. */
const lastOfItsConnection = (response: ServerResponse): void => {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

const close = async (server: Server, milliseconds: number): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), milliseconds)
  await closed
  clearTimeout(timer)
}

const orAfter = async (work: Promise<unknown>, milliseconds: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(0, milliseconds))
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
