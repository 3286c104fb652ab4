// HTTP/1.1 over a socket of its own, byte by byte as the test says.
import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** Sends a text, one character a byte, over a new connection, and returns all that comes back until the server closes. */
export const exchange = async (
  url: string,
  message: string,
  { pieceSize = message.length, pauseMs = 0 }: { readonly pieceSize?: number; readonly pauseMs?: number } = {},
): Promise<string> => {
  const socket = await connected(url)
  const received = receivedBy(socket)
  const bytes = Buffer.from(message, 'latin1')
  for (let at = 0; at < bytes.length; at += pieceSize) {
    socket.write(bytes.subarray(at, at + pieceSize))
    if (pieceSize < bytes.length) await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  return received
}

export const connected = (url: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => resolve(socket))
    socket.setNoDelay(true)
    socket.once('error', reject)
  })

export const receivedBy = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // a reset after the answer is an end too
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })

/** The answers in what a server sent, one character a byte. `methods` tells which answers have no body. */
export const answersIn = (received: string, methods: readonly string[] = []): readonly RawAnswer[] => {
  const answers: RawAnswer[] = []
  for (let rest = received; rest.startsWith('HTTP/1.1 '); ) {
    const end = rest.indexOf('\r\n\r\n')
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n')
    const headers = new Map(
      lines.map((one) => {
        const colon = one.indexOf(':')
        return [one.slice(0, colon).toLowerCase(), one.slice(colon + 1).trim()] as const
      }),
    )
    const status = Number(line.split(' ')[1])
    rest = rest.slice(end + 4)
    const hasBody = methods[answers.length] !== 'HEAD' && status !== 204 && status !== 304 && status >= 200
    const [body, length] = hasBody ? bodyOf(rest, headers) : ['', 0]
    answers.push({ status, headers, body: Buffer.from(body, 'latin1').toString() })
    rest = rest.slice(length)
  }
  return answers
}

const bodyOf = (rest: string, headers: ReadonlyMap<string, string>): readonly [body: string, length: number] => {
  if (headers.get('transfer-encoding') !== 'chunked') {
    const length = Number(headers.get('content-length') ?? rest.length)
    return [rest.slice(0, length), length]
  }
  let body = ''
  for (let at = 0; ; ) {
    const end = rest.indexOf('\r\n', at)
    const size = Number.parseInt(rest.slice(at, end), 16)
    if (!(size > 0)) return [body, end + 4]
    body += rest.slice(end + 2, end + 2 + size)
    at = end + 2 + size + 2
  }
}

/** A request as text, one character a byte. Without `close`, the connection stays open. */
export const messageOf = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
  { close = true }: { readonly close?: boolean } = {},
): string =>
  [
    `${method} ${path} HTTP/1.1`,
    ...Object.entries({ Host: 'skein.test', ...headers, ...(close ? { Connection: 'close' } : {}) }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '',
    Buffer.from(body).toString('latin1'),
  ].join('\r\n')

/** A body in chunks of some size; the text is one character a byte. */
export const chunked = (body: string, size: number): string => {
  const bytes = Buffer.from(body)
  let text = ''
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size)
    text += `${part.length.toString(16)}\r\n${part.toString('latin1')}\r\n`
  }
  return `${text}0\r\n\r\n`
}
