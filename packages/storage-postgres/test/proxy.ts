import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * What happens to the statements that a proxy is about:
 * - `cutBefore`: the connection breaks before the server receives them;
 * - `cutAfter`: the server runs them, and the connection breaks before its answer;
 * - `cutAfterOnce`: the same for the first of them, then the fault is over;
 * - `stall`: the server's answers are held back.
 * After a connection was cut, new ones are refused until the fault is over.
 */
export type NetworkFault = 'cutBefore' | 'cutAfter' | 'cutAfterOnce' | 'stall'

export interface Proxy {
  /** The URL of the server, through this proxy. */
  readonly url: string
  fault: NetworkFault | undefined
  /** Breaks every connection now. */
  cut(): void
  close(): Promise<void>
}

/**
 * A proxy between a store and its server that simulates faults of the network.
 * @param marker a text that identifies the statements that faults happen to
 */
export const startProxy = async (serverUrl: string, marker = '.append('): Promise<Proxy> => {
  const { hostname, port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    if (isCut && proxy.fault !== undefined) {
      client.destroy()
      return
    }
    isCut = false
    const upstream = connect(Number(port), hostname)
    let isAffected = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    const cutAll = () => {
      isCut = true
      cut()
    }
    client.on('data', (chunk) => {
      isAffected ||= chunk.includes(marker)
      if (isAffected && proxy.fault === 'cutBefore') cutAll()
      else upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (isAffected && (proxy.fault === 'cutAfter' || proxy.fault === 'cutAfterOnce')) {
        if (proxy.fault === 'cutAfterOnce') proxy.fault = undefined
        cutAll()
      } else if (!(isAffected && proxy.fault === 'stall')) {
        isAffected = false
        client.write(chunk)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(serverUrl)
  url.hostname = '127.0.0.1'
  // sound: it listens on TCP
  url.port = String((server.address() as AddressInfo).port)
  const proxy: Proxy = {
    url: url.href,
    fault: undefined,
    cut,
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
