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

/** Takes whole messages off the bytes that have come; `isTyped` is false until the start-up is over. */
const messagesOf = (socket: Socket, isTyped: () => boolean, take: (next: Message) => void) => {
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
      take(next)
    }
  })
}

interface Behind {
  readonly socket: Socket
  /** Who has it for a transaction. */
  hear: (next: Message) => void
}

/** Opens a connection of the pool; the server asks for the password as it is. */
const openBehind = async ({ hostname, port, username, password, pathname }: URL): Promise<Behind> => {
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.setNoDelay()
  const start = Buffer.from(`\0\u0003\0\0user\0${username}\0database\0${pathname.slice(1)}\0\0`, 'latin1')
  socket.write(message('', start))
  return new Promise((resolve) => {
    const behind: Behind = {
      socket,
      hear: ({ type, body }) => {
        if (type === 'R' && body.readInt32BE(0) === 3) socket.write(message('p', Buffer.from(`${password}\0`)))
        if (type === 'Z') resolve(behind)
      },
    }
    messagesOf(
      socket,
      () => true,
      (next) => behind.hear(next),
    )
  })
}

/**
 * A pooling proxy as they stand before many servers: whoever connects has a connection to the server only for the length
 * of a transaction, and the next time another one. Announcements to nobody are dropped.
 */
export const startPooler = async (serverUrl: string, size: number) => {
  const pool: Behind[] = await Promise.all(Array.from({ length: size }, () => openBehind(new URL(serverUrl))))
  const free = [...pool]
  const waiting: ((behind: Behind) => void)[] = []
  let transactions = 0
  const giveBack = (behind: Behind) => {
    behind.hear = () => undefined
    const next = waiting.shift()
    if (next) next(behind)
    else free.push(behind)
  }
  const clients = new Set<Socket>()
  const server = createServer((client) => {
    clients.add(client)
    client.setNoDelay()
    client.on('error', () => undefined)
    client.on('close', () => clients.delete(client))
    let hasStarted = false
    let unanswered = 0
    let behind: Behind | undefined
    let isAsking = false
    let unsent: Buffer[] = []
    const use = (given: Behind) => {
      transactions++
      behind = given
      behind.hear = ({ type, body }) => {
        client.write(message(type, body))
        if (type !== 'Z') return
        unanswered--
        if (unanswered > 0 || body.toString() !== 'I') return
        behind = undefined
        isAsking = false
        giveBack(given)
      }
      for (const bytes of unsent) given.socket.write(bytes)
      unsent = []
    }
    const welcome = () => {
      hasStarted = true
      client.write(message('R', Buffer.alloc(4)))
      client.write(message('S', Buffer.from('client_encoding\0UTF8\0')))
      client.write(message('Z', Buffer.from('I')))
    }
    messagesOf(
      client,
      () => hasStarted,
      ({ type, body }) => {
        if (!hasStarted) return welcome()
        if (type === 'X') return void client.end()
        if (type === 'S' || type === 'Q') unanswered++
        const bytes = message(type, body)
        if (behind) return void behind.socket.write(bytes)
        unsent.push(bytes)
        if (isAsking) return
        isAsking = true
        const given = free.shift()
        if (given) use(given)
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
