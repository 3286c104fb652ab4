import { connect } from 'node:net'
import type { PoolClient } from 'pg'

/** The code of a CancelRequest in the protocol of PostgreSQL. */
const cancelRequestCode = 80_877_102
/** How long the server may take to accept it, in milliseconds. */
const timeoutMs = 1_000

/**
 * Asks the server to cancel what a connection is waiting for: after a time-out here, a statement would otherwise go on
 * there, and keep its locks. Waits until the server has read it; gives up silently, as the server may be unreachable.
 *
 * The request is not encrypted: the server reads it before it negotiates TLS, and the secret in it is good for nothing but
 * cancelling statements of this connection, which is thrown away.
 */
export const cancelStatement = async (client: PoolClient): Promise<void> => {
  const [processId, secret] = ['processID', 'secretKey'].map((name): unknown => Reflect.get(client, name))
  const [host, port] = ['host', 'port'].map((name): unknown => Reflect.get(client, name))
  if (typeof processId !== 'number' || typeof secret !== 'number') return
  if (typeof host !== 'string' || typeof port !== 'number') return
  const request = Buffer.alloc(16)
  for (const [index, value] of [request.length, cancelRequestCode, processId, secret].entries())
    request.writeInt32BE(value, index * 4)
  const where = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  await new Promise<void>((resolve) => {
    // the server closes the connection when it has read the request
    const socket = connect(where, () => socket.end(request))
    socket.setTimeout(timeoutMs, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
    socket.resume()
  })
}
