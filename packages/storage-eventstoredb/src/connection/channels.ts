import type { Socket } from 'node:net'
import { Channel, type ChannelCredentials, credentials } from '@grpc/grpc-js'
import type { Certificates } from './certificates.js'
import type { ConnectionString } from './connection-string.js'
import { type Endpoint, endpointText, isLoopback } from './endpoint.js'

export type { Channel } from '@grpc/grpc-js'

/** The client lets the server send that much at once: it can hold events of up to 16 MiB. */
const largestMessage = 17 * 1024 * 1024

/**
 * Opens channels of gRPC. gRPC leaves a socket open that waits in a handshake, and a process that has one does not end: so
 * this knows every socket, limits the handshake, and can destroy them all.
 */
export class Channels {
  readonly #connection: ConnectionString
  readonly #credentials: ChannelCredentials
  readonly #sockets = new Set<Socket>()
  readonly #connectTimeoutMs: number
  #isClosed = false

  constructor(connection: ConnectionString, { authority, user }: Certificates, connectTimeoutMs: number) {
    this.#connection = connection
    this.#connectTimeoutMs = connectTimeoutMs
    const plain = connection.tls
      ? credentials.createSsl(authority, user?.key, user?.certificate)
      : credentials.createInsecure()
    this.#credentials = this.#watched(plain)
  }

  open(endpoint: Endpoint): Channel {
    const { keepAliveInterval, keepAliveTimeout } = this.#connection
    return new Channel(endpointText(endpoint), this.#credentials, {
      ...(keepAliveInterval > 0 && { 'grpc.keepalive_time_ms': keepAliveInterval }),
      ...(keepAliveTimeout > 0 && { 'grpc.keepalive_timeout_ms': keepAliveTimeout }),
      'grpc.max_receive_message_length': largestMessage,
      // two stores share no connection, as closing one would break the other
      'grpc.use_local_subchannel_pool': 1,
      ...(isLoopback(endpoint) && { 'grpc.enable_http_proxy': 0 }),
    })
  }

  /** Destroys every connection, those that are being made as well. */
  close(): void {
    this.#isClosed = true
    for (const socket of this.#sockets) socket.destroy()
  }

  /** The same credentials, which let us know the sockets that they are used on. */
  #watched(plain: ChannelCredentials): ChannelCredentials {
    const createSecureConnector: ChannelCredentials['_createSecureConnector'] = (...given) => {
      const connector = plain._createSecureConnector(...given)
      return {
        waitForReady: () => connector.waitForReady(),
        getCallCredentials: () => connector.getCallCredentials(),
        destroy: () => connector.destroy(),
        connect: (socket) => this.#limited(socket, connector.connect(socket)),
      }
    }
    // sound: it inherits everything else, as one object of the same class
    return Object.assign(Object.create(plain) as ChannelCredentials, { _createSecureConnector: createSecureConnector })
  }

  /** Fails when the socket closes before it is connected, which gRPC does not notice in a TLS handshake. */
  async #limited<Result>(socket: Socket, connected: Promise<Result>): Promise<Result> {
    this.#sockets.add(socket)
    const timeoutMs = this.#connectTimeoutMs
    const timer = setTimeout(
      () => socket.destroy(new Error(`no answer in the handshake within ${timeoutMs} ms`)),
      timeoutMs,
    )
    const closed = new Promise<never>((_, reject) => {
      socket.once('error', reject).once('close', () => {
        clearTimeout(timer)
        this.#sockets.delete(socket)
        reject(new Error('the connection was closed'))
      })
    })
    // it closes some time
    closed.catch(() => undefined)
    if (this.#isClosed) socket.destroy()
    try {
      return await Promise.race([connected, closed])
    } finally {
      clearTimeout(timer)
    }
  }
}
