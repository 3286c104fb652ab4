import { EventStoreDBClient } from '@eventstore/db-client'
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import {
  type CallOptions,
  type ClientReadableStream,
  credentials as grpcCredentials,
  type Metadata,
} from '@grpc/grpc-js'
import { CallFailed, noAnswer, transient } from './call-failure.js'
import { readCertificates } from './certificates.js'
import { type Channel, Channels } from './channels.js'
import type { ConnectionString } from './connection-string.js'
import { type Endpoint, endpointText } from './endpoint.js'
import { findNode } from './node-search.js'

/** The client of one node. */
export interface NodeClient {
  readonly client: EventStoreDBClient
  /** The call of the protocol, for reads that the client has no method for. */
  read(request: ReadReq, requiresLeader: boolean): ClientReadableStream<ReadResp>
  /** Lets running calls end, and begins no other. */
  retire(): void
}

/** Methods of the client that are not part of its API: see `Connection`. */
interface Internals {
  createChannel: () => Promise<Channel>
  supports: () => Promise<boolean>
}

/** Another one, which gives what every call of the protocol needs: user and password, and what the caller asks for. */
type CallArguments = (
  options: { readonly requiresLeader: boolean },
  callOptions: CallOptions,
) => [Metadata, CallOptions]

/**
 * The client of the node in use, and a new one whenever another node may be the right one. The client of the server could
 * look for nodes itself; but then the reasons why it finds none are lost, and it does not look again when a node falls silent.
 *
 * Two internal methods of the client are replaced, because of faults of version 6.2.1:
 * - All clients of a process share one table of appends that wait for an answer. When one connection fails, all of them
 *   fail, and the next answer on any other connection ends the process. So the newer call for appends is reported as
 *   unsupported; the client then makes one call of the older kind for each append.
 * - `dispose` leaves the connection open, and a connection that is being made cannot be closed at all. So channels are ours.
 */
export class Connection {
  readonly #connection: ConnectionString
  readonly #channels: Channels
  readonly #closing = new AbortController()
  readonly #clients = new Set<EventStoreDBClient>()
  #current: Promise<NodeClient> | undefined
  /** The leader that a node named. */
  #leader: Endpoint | undefined

  /** @param connectTimeoutMs the most that making a connection may take, in milliseconds */
  constructor(connection: ConnectionString, connectTimeoutMs: number) {
    this.#connection = connection
    this.#channels = new Channels(connection, readCertificates(connection), connectTimeoutMs)
  }

  /** The client to use now. Throws `CallFailed` if there is none in time. */
  async current(timeoutMs: number, stop: AbortSignal): Promise<NodeClient> {
    this.#current ??= this.#connect()
    const current = this.#current
    let timer: NodeJS.Timeout | undefined
    let giveUp = () => {}
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(noAnswer(Math.round(timeoutMs))), timeoutMs)
      giveUp = () => reject(new CallFailed(stopped))
    })
    stop.addEventListener('abort', giveUp)
    try {
      return await Promise.race([current, limit])
    } catch (error) {
      // a search that failed is not repeated by waiting for it
      current.catch(() => this.#forget(current))
      throw error
    } finally {
      clearTimeout(timer)
      stop.removeEventListener('abort', giveUp)
    }
  }

  /** The node that was used may no longer be the right one; `leader` may be. */
  async renew(used: NodeClient, leader?: Endpoint): Promise<void> {
    const current = this.#current
    if (current === undefined || (await current.catch(() => undefined)) !== used || current !== this.#current) return
    this.#forget(current)
    this.#leader = leader
    used.retire()
  }

  /** Cancels running calls and closes every connection. */
  async close(): Promise<void> {
    this.#closing.abort()
    const current = this.#current
    this.#current = undefined
    const disposed = [...this.#clients].map((client) => client.dispose())
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise((resolve) => {
      timer = setTimeout(resolve, disposeMs)
    })
    await Promise.race([Promise.allSettled(disposed), limit])
    clearTimeout(timer)
    void current?.then(({ retire }) => retire()).catch(() => undefined)
    this.#channels.close()
  }

  #forget(current: Promise<NodeClient>): void {
    if (this.#current === current) this.#current = undefined
  }

  async #connect(): Promise<NodeClient> {
    const leader = this.#leader
    this.#leader = undefined
    const { endpoints, isCluster } = this.#connection
    const found =
      leader ?? (isCluster ? await findNode(this.#connection, this.#channels, this.#closing.signal) : endpoints[0])
    return this.#clientOf(found)
  }

  #clientOf(endpoint: Endpoint): NodeClient {
    const { tls, credentials, connectionName } = this.#connection
    const client = new EventStoreDBClient(
      { endpoint: endpointText(endpoint), ...(connectionName === undefined ? {} : { connectionName }) },
      { insecure: !tls },
      credentials,
    )
    for (const name of ['createChannel', 'supports', 'callArguments'])
      if (typeof Reflect.get(client, name) !== 'function')
        throw new Error('this adapter needs @eventstore/db-client 6.2.1; another version was installed')
    const channel = this.#channels.open(endpoint)
    const replaced: Internals = { supports: async () => false, createChannel: async () => channel }
    Object.assign(client, replaced)
    this.#clients.add(client)
    // sound: checked above, and the version is pinned
    const callArguments = Reflect.get(client, 'callArguments') as CallArguments
    // the credentials are those of the channel
    const reader: StreamsClient = new streams.StreamsClient(endpointText(endpoint), grpcCredentials.createInsecure(), {
      channelOverride: channel,
    })
    return {
      client,
      read: (request, requiresLeader) =>
        reader.read(request, ...callArguments({ requiresLeader }, { deadline: Number.POSITIVE_INFINITY })),
      retire: () => {
        channel.close()
        this.#clients.delete(client)
      },
    }
  }
}

/** How long cancelled calls may take to end, in milliseconds. */
const disposeMs = 300

const stopped = transient('no', { en: 'the store was closed', zh: '存储已关闭' })
