import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * What happens to writes on their way:
 * - `cutBefore`: the connection breaks and the server never hears of them;
 * - `cutAfter`: the server has done them, but its answer is lost;
 * - `stall`: the server's answers are kept back.
 * Once one was cut, nobody gets through until it passes again; `cutAfterOnce` is over with that.
 */
export type Weather = 'passes' | 'cutBefore' | 'cutAfter' | 'cutAfterOnce' | 'stall'

export interface Proxy {
  /** The URL of the server behind, by way of this. */
  readonly url: string
  weather: Weather
  /** Breaks every connection now. */
  cut(): void
  close(): Promise<void>
}

/**
 * Stands between a store and its server and does to the connections what networks do.
 * @param write how the statements that it is about are told
 */
export const startProxy = async (serverUrl: string, write = '.append('): Promise<Proxy> => {
  const { hostname, port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    if (isCut && proxy.weather !== 'passes') {
      client.destroy()
      return
    }
    isCut = false
    const behind = connect(Number(port), hostname)
    let isWriting = false
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        behind.destroy()
      })
    }
    const cutAll = () => {
      isCut = true
      cut()
    }
    client.on('data', (chunk) => {
      isWriting ||= chunk.includes(write)
      if (isWriting && proxy.weather === 'cutBefore') cutAll()
      else behind.write(chunk)
    })
    behind.on('data', (chunk) => {
      if (isWriting && proxy.weather.startsWith('cutAfter')) {
        if (proxy.weather === 'cutAfterOnce') proxy.weather = 'passes'
        cutAll()
      } else if (!(isWriting && proxy.weather === 'stall')) {
        isWriting = false
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
    weather: 'passes',
    cut,
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
