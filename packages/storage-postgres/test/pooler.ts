import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** One message of the protocol; the first ones of a connection have no type. */
interface Message {
  readonly type: string
  readonly body: Buffer
}

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(type.length + 4)
  head.write(type)
  head.writeInt32BE(body.length + 4, type.length)
  return Buffer.concat([head, body])
}

/** Parses the messages of a socket; `isTyped` is false until the start-up is over. */
const onMessage = (socket: Socket, isTyped: () => boolean, handle: (next: Message) => void) => {
  let bytes = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    for (;;) {
      const typeLength = isTyped() ? 1 : 0
      if (bytes.length < typeLength + 4) return
      const end = typeLength + bytes.readInt32BE(typeLength)
      if (bytes.length < end) return
      const next = { type: bytes.toString('latin1', 0, typeLength), body: bytes.subarray(typeLength + 4, end) }
      bytes = bytes.subarray(end)
      handle(next)
    }
  })
}

interface ServerConnection {
  readonly socket: Socket
  /** Handles the messages of the server, for the client that has it for a transaction. */
  onMessage: (next: Message) => void
}

/** Opens a connection of the pool, with a password in clear text. */
const connectToServer = async ({ hostname, port, username, password, pathname }: URL): Promise<ServerConnection> => {
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.setNoDelay()
  const start = Buffer.from(`\0\u0003\0\0user\0${username}\0database\0${pathname.slice(1)}\0\0`, 'latin1')
  socket.write(message('', start))
  return new Promise((resolve) => {
    const connection: ServerConnection = {
      socket,
      onMessage: ({ type, body }) => {
        if (type === 'R' && body.readInt32BE(0) === 3) socket.write(message('p', Buffer.from(`${password}\0`)))
        if (type === 'Z') resolve(connection)
      },
    }
    onMessage(
      socket,
      () => true,
      (next) => connection.onMessage(next),
    )
  })
}

/**
 * A proxy that pools transactions, as many servers have one before them: a client has a connection to the server for one
 * transaction only, and may get another one for the next. Announcements outside of transactions are dropped.
 */
export const startPooler = async (serverUrl: string, size: number) => {
  const pool: ServerConnection[] = await Promise.all(
    Array.from({ length: size }, () => connectToServer(new URL(serverUrl))),
  )
  const free = [...pool]
  const waiting: ((connection: ServerConnection) => void)[] = []
  let transactions = 0
  const release = (connection: ServerConnection) => {
    connection.onMessage = () => undefined
    const next = waiting.shift()
    if (next) next(connection)
    else free.push(connection)
  }
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    clients.add(client)
    client.setNoDelay()
    client.on('error', () => undefined)
    client.on('close', () => clients.delete(client))
    let hasStarted = false
    let unanswered = 0
    let connection: ServerConnection | undefined
    let isWaiting = false
    let unsent: Buffer[] = []
    const use = (acquired: ServerConnection) => {
      transactions++
      connection = acquired
      connection.onMessage = ({ type, body }) => {
        client.write(message(type, body))
        if (type !== 'Z') return
        unanswered--
        if (unanswered > 0 || body.toString() !== 'I') return
        connection = undefined
        isWaiting = false
        release(acquired)
      }
      for (const bytes of unsent) acquired.socket.write(bytes)
      unsent = []
    }
    const answerStartup = () => {
      hasStarted = true
      client.write(message('R', Buffer.alloc(4)))
      client.write(message('S', Buffer.from('client_encoding\0UTF8\0')))
      client.write(message('Z', Buffer.from('I')))
    }
    onMessage(
      client,
      () => hasStarted,
      ({ type, body }) => {
        if (!hasStarted) return answerStartup()
        if (type === 'X') return void client.end()
        if (type === 'S' || type === 'Q') unanswered++
        const bytes = message(type, body)
        if (connection) return void connection.socket.write(bytes)
        unsent.push(bytes)
        if (isWaiting) return
        isWaiting = true
        const next = free.shift()
        if (next) use(next)
        else waiting.push(use)
      },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(serverUrl)
  // sound: it listens on TCP
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    transactions: () => transactions,
    close: async () => {
      for (const socket of [...clients, ...pool.map((each) => each.socket)]) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
