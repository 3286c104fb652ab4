import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** The network between client and node: a loopback port that forwards everything to another, and can be cut. */
export class Gate {
  readonly #target: number
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  readonly #waiting = new Set<() => void>()
  #server: Server | undefined
  #port = 0
  #isFrozen = false

  constructor(target: number) {
    this.#target = target
  }

  get port(): number {
    return this.#port
  }

  get connections(): number {
    return this.#pairs.size
  }

  /** Accepts connections, on the same port as before. */
  async open(): Promise<void> {
    const server = createServer((socket) => this.#forward(socket))
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
    this.#port = address.port
    this.#server = server
  }

  /** Breaks every connection; new ones are accepted. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  /** Accepts connections and lets nothing through, as a frozen machine does, or a firewall that drops everything. */
  freeze(): void {
    this.#isFrozen = true
    for (const pair of this.#pairs) for (const socket of pair) socket.pause()
  }

  thaw(): void {
    this.#isFrozen = false
    for (const pair of this.#pairs) for (const socket of pair) socket.resume()
  }

  /** Breaks every connection and accepts no new ones. */
  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    const closed = server && new Promise((resolve) => server.close(resolve))
    this.cut()
    await closed
  }

  /** Resolves when no connection is left. */
  async disconnected(): Promise<void> {
    while (this.#pairs.size > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  #forward(socket: Socket): void {
    const target = connect(this.#target, '127.0.0.1')
    const pair = [socket, target] as const
    this.#pairs.add(pair)
    const end = () => {
      socket.destroy()
      target.destroy()
      this.#pairs.delete(pair)
      for (const wake of this.#waiting) wake()
      this.#waiting.clear()
    }
    for (const each of pair) each.setNoDelay(true).on('error', end).on('close', end)
    socket.pipe(target)
    target.pipe(socket)
    if (this.#isFrozen) for (const each of pair) each.pause()
  }
}
