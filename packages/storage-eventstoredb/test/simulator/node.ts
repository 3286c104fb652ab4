import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from '@eventstore/db-client/generated/streams_pb.js'
import { type Metadata, Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js'
import { append, expectationOf } from './append.ts'
import { batchAppend } from './batch-append.ts'
import type { Expectation, Proposed } from './entry.ts'
import { type Fault, Faults } from './faults.ts'
import { Gate } from './gate.ts'
import type { Log } from './log.ts'
import { nameOf, pb, uuidOf } from './protocol.ts'
import { read } from './read.ts'
import type { Access, CallCounts, CallNode, CommitAnswer, NodeCluster } from './roles.ts'
import { type Failure, type ServerVersion, statuses, statusOfFault } from './statuses.ts'

type RemovalOptions = DeleteReq.Options | TombstoneReq.Options

export interface NodeOptions {
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer }
  /** `user:password`, required of every call. */
  readonly credentials?: string
  /** What no caller may do; `$all` is the log of all streams. */
  readonly denied?: readonly Access[]
  /** Default 23. */
  readonly version?: ServerVersion
}

/** One node: a gRPC server behind a gate. */
export class Node implements CallNode {
  readonly log: Log
  readonly faults = new Faults()
  readonly counts: CallCounts = { appends: 0, batchAppends: 0, reads: 0, messages: 0 }
  readonly gate: Gate
  readonly #cluster: NodeCluster
  readonly #server: Server
  readonly #credentials: string | undefined
  readonly #denied: readonly Access[]
  readonly version: ServerVersion
  #openReads = 0

  private constructor(cluster: NodeCluster, server: Server, port: number, options: NodeOptions) {
    this.#cluster = cluster
    this.#server = server
    this.#credentials = options.credentials
    this.#denied = options.denied ?? []
    this.version = options.version ?? 23
    this.log = cluster.log
    this.gate = new Gate(port)
  }

  static async start(cluster: NodeCluster, options: NodeOptions): Promise<Node> {
    const { tls } = options
    // as the server: larger appends do not reach it
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 })
    const secure = tls && ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }])
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', secure ?? ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      )
    })
    const node = new Node(cluster, server, port, options)
    node.#serve()
    await node.gate.open()
    return node
  }

  get port(): number {
    return this.gate.port
  }

  /** Reads and subscriptions that neither side has ended. */
  get openReads(): number {
    return this.#openReads
  }

  async stop(): Promise<void> {
    await this.gate.close()
    this.#server.forceShutdown()
  }

  count(call: keyof CallCounts): void {
    this.counts[call]++
    this.#cluster.notify()
  }

  refusal({ metadata }: { readonly metadata: Metadata }, { stream, action }: Access): Failure | undefined {
    const [authorization] = metadata.get('authorization')
    const expected = this.#credentials && `Basic ${Buffer.from(this.#credentials).toString('base64')}`
    if (expected !== undefined && authorization !== expected) return statuses.unauthenticated()
    if (this.#denied.some((access) => access.stream === stream && access.action === action))
      return statuses.accessDenied()
    const { leader } = this.#cluster
    if (metadata.get('requires-leader').length > 0 && leader !== this)
      return leader === undefined ? statusOfFault('noLeader') : statuses.notLeader('127.0.0.1', leader.port)
    return undefined
  }

  commit(name: string, events: readonly Proposed[], expected: Expectation, answer: CommitAnswer): void {
    const before = this.faults.at('append', { when: 'before' })
    const result = before === undefined ? this.log.append(name, events, expected) : undefined
    const how = before ?? this.faults.at('append', { when: 'after' })
    const failure = how && this.applyFault(how)
    if (failure !== undefined) answer.fail(failure)
    if (how === undefined && result !== undefined) answer.done(result)
  }

  applyFault(how: Fault['how']): Failure | undefined {
    if (how === 'drop') this.gate.cut()
    return how === 'drop' || how === 'stall' ? undefined : statusOfFault(how)
  }

  /** Deletes a stream at the revision that the request expects. */
  #removed(options: RemovalOptions | undefined, isPermanent: boolean): Failure | undefined {
    const name = nameOf(options?.getStreamIdentifier()?.getStreamName_asU8())
    const expected = options === undefined || options.hasAny() ? 'any' : expectationOf(options)
    const { kind } = this.log.remove(name, isPermanent, expected)
    if (kind === 'deleted') return statuses.streamDeleted(name)
    return kind === 'wrong' ? statuses.wrongRevision(name) : undefined
  }

  #serve(): void {
    this.#server.addService(StreamsService, {
      read: (call: Parameters<typeof read>[1]) => {
        this.count('reads')
        this.#openReads++
        call.on('close', () => {
          this.#openReads--
          this.#cluster.notify()
        })
        void read(this, call)
      },
      append: (call: Parameters<typeof append>[1], answer: Parameters<typeof append>[2]) => append(this, call, answer),
      batchAppend: (call: Parameters<typeof batchAppend>[1]) => batchAppend(this, call),
      delete: (call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>) => {
        const failure = this.#removed(call.request.getOptions(), false)
        if (failure === undefined) answer(null, new pb.streams.DeleteResp().setNoPosition(new pb.shared.Empty()))
        else answer(failure)
      },
      tombstone: (call: ServerUnaryCall<TombstoneReq, TombstoneResp>, answer: sendUnaryData<TombstoneResp>) => {
        const failure = this.#removed(call.request.getOptions(), true)
        if (failure === undefined) answer(null, new pb.streams.TombstoneResp().setNoPosition(new pb.shared.Empty()))
        else answer(failure)
      },
    })
    this.#server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<InstanceType<typeof pb.features.SupportedMethods>>) => {
        const methods = ['read', 'append', 'batchappend', 'delete', 'tombstone'].map((name) =>
          new pb.features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
        )
        answer(
          null,
          new pb.features.SupportedMethods().setEventStoreServerVersion(`${this.version}.10.0`).setMethodsList(methods),
        )
      },
    })
    this.#server.addService(GossipService, {
      read: (_: unknown, answer: sendUnaryData<InstanceType<typeof pb.gossip.ClusterInfo>>) => {
        const members = this.#cluster.nodes.map((node) => {
          const { LEADER, FOLLOWER } = pb.gossip.MemberInfo.VNodeState
          const endpoint = new pb.gossip.EndPoint().setAddress('127.0.0.1').setPort(node.port)
          return new pb.gossip.MemberInfo()
            .setInstanceId(uuidOf('00000000-0000-4000-8000-000000000000'))
            .setState(node === this.#cluster.leader ? LEADER : FOLLOWER)
            .setIsAlive(true)
            .setHttpEndPoint(endpoint)
        })
        answer(null, new pb.gossip.ClusterInfo().setMembersList(members))
      },
    })
  }
}
