import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** The wire between client and node, which can be cut: a loopback port that passes everything on to another. */
export class Gate {
  readonly #target: number
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  readonly #waiting = new Set<() => void>()
  #server: Server | undefined
  #port = 0

  constructor(target: number) {
    this.#target = target
  }

  get port(): number {
    return this.#port
  }

  get connections(): number {
    return this.#pairs.size
  }

  /** Lets connections in, on the same port as before. */
  async open(): Promise<void> {
    const server = createServer((socket) => this.#pass(socket))
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
    this.#port = address.port
    this.#server = server
  }

  /** Breaks every connection; new ones get in. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  /** Breaks every connection and lets no more in. */
  async shut(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    const closed = server && new Promise((resolve) => server.close(resolve))
    this.cut()
    await closed
  }

  /** Resolves when nobody is connected. */
  async quiet(): Promise<void> {
    while (this.#pairs.size > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  #pass(socket: Socket): void {
    const onward = connect(this.#target, '127.0.0.1')
    const pair = [socket, onward] as const
    this.#pairs.add(pair)
    const end = () => {
      socket.destroy()
      onward.destroy()
      this.#pairs.delete(pair)
      for (const wake of this.#waiting) wake()
      this.#waiting.clear()
    }
    for (const each of pair) each.setNoDelay(true).on('error', end).on('close', end)
    socket.pipe(onward)
    onward.pipe(socket)
  }
}
