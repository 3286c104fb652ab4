// Asks the nodes of a cluster which of them to use.
import { setTimeout as sleep } from 'node:timers/promises'
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import messages, { type ClusterInfo, type MemberInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import { credentials, Metadata } from '@grpc/grpc-js'
import { callFailureOf } from './answers.js'
import { CallFailed, type CallFailure, transient } from './call-failure.js'
import type { Channels } from './channels.js'
import type { NodePreference } from './connection-options.js'
import type { ConnectionString } from './connection-string.js'
import { type Endpoint, endpointText } from './endpoint.js'

const { LEADER, FOLLOWER, READONLYREPLICA, PREREADONLYREPLICA, READONLYLEADERLESS } = messages.MemberInfo.VNodeState
const replicas = [READONLYREPLICA, PREREADONLYREPLICA, READONLYLEADERLESS]
const answering = [LEADER, FOLLOWER, ...replicas]

/** The states of the nodes to use, the best ones first. The leader has no substitute: a program must see what it wrote. */
const wanted: Readonly<Record<NodePreference, readonly (readonly number[])[]>> = {
  leader: [[LEADER]],
  follower: [[FOLLOWER], answering],
  readOnlyReplica: [replicas, answering],
  random: [answering],
}

/** Throws `CallFailed`, with the reason of each node, when no node answers that fits. */
export const findNode = async (
  connection: ConnectionString,
  channels: Channels,
  stop: AbortSignal,
): Promise<Endpoint> => {
  for (let attempt = 1; ; attempt++) {
    const found = await askAll(connection, channels, stop)
    if (!('failures' in found)) return found
    const { failures } = found
    const isOver = stop.aborted || attempt >= connection.maxDiscoverAttempts
    if (isOver || failures.every(([, { isTransient }]) => !isTransient)) throw new CallFailed(noNode(failures))
    await sleep(connection.discoveryInterval, undefined, { signal: stop }).catch(() => undefined)
  }
}

type NodeFailure = readonly [Endpoint, CallFailure]

/** Asks all at once, as one that is silent would hold up the others; the first answer that names a node counts. */
const askAll = async (
  connection: ConnectionString,
  channels: Channels,
  stop: AbortSignal,
): Promise<Endpoint | { readonly failures: readonly NodeFailure[] }> => {
  const round = new AbortController()
  const asked = connection.endpoints.map(async (endpoint) => {
    try {
      const members = await membersOf(endpoint, connection, channels, AbortSignal.any([stop, round.signal]))
      const node = bestNode(members, connection.nodePreference)
      if (node !== undefined) return node
    } catch (thrown) {
      throw new NodeFailed(endpoint, callFailureOf(thrown, { stream: undefined, action: 'read' }))
    }
    throw new NodeFailed(endpoint, noLeader)
  })
  try {
    return await Promise.any(asked)
  } catch (error) {
    const reasons: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    const bug = reasons.find((reason) => !(reason instanceof NodeFailed))
    if (bug !== undefined) throw bug
    return { failures: reasons.flatMap((reason) => (reason instanceof NodeFailed ? [reason.nodeFailure] : [])) }
  } finally {
    round.abort()
  }
}

class NodeFailed extends Error {
  readonly nodeFailure: NodeFailure

  constructor(...nodeFailure: NodeFailure) {
    super(nodeFailure[1].text.en)
    this.nodeFailure = nodeFailure
  }
}

const membersOf = async (
  endpoint: Endpoint,
  { gossipTimeout }: ConnectionString,
  channels: Channels,
  stop: AbortSignal,
): Promise<readonly MemberInfo[]> => {
  // the credentials are those of the channel
  const client = new gossip.GossipClient(endpointText(endpoint), credentials.createInsecure(), {
    channelOverride: channels.open(endpoint),
  })
  let cancel = () => {}
  try {
    const info = await new Promise<ClusterInfo>((resolve, reject) => {
      const deadline = Date.now() + gossipTimeout
      const call = client.read(new shared.Empty(), new Metadata(), { deadline }, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      )
      cancel = () => call.cancel()
      stop.addEventListener('abort', cancel)
    })
    return info.getMembersList()
  } finally {
    stop.removeEventListener('abort', cancel)
    client.close()
  }
}

const bestNode = (members: readonly MemberInfo[], preference: NodePreference): Endpoint | undefined => {
  const alive = members.filter((member) => member.getIsAlive())
  for (const accepted of wanted[preference]) {
    const [member] = shuffled(alive.filter((each) => accepted.includes(each.getState())))
    const address = member?.getHttpEndPoint()
    if (address === undefined) continue
    const host = address.getAddress()
    return { host: host.includes(':') ? `[${host}]` : host, port: address.getPort() }
  }
  return undefined
}

const shuffled = <T>(items: readonly T[]): readonly T[] =>
  items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)

const noLeader = transient('no', { en: 'it knows no leader now', zh: '它当前不知道主节点' })

/** What all nodes fail with for good is an error for good. */
const noNode = (failures: readonly NodeFailure[]): CallFailure => {
  const [first] = failures
  const texts = (['en', 'zh'] as const).map((language) =>
    failures.map(([endpoint, { text }]) => `${endpointText(endpoint)}: ${text[language]}`).join('; '),
  )
  const text = { en: `no node of the cluster can be used: ${texts[0]}`, zh: `集群中没有可用节点:${texts[1]}` }
  const isPermanent = first !== undefined && failures.every(([, { isTransient }]) => !isTransient)
  return isPermanent ? { ...first[1], text } : transient('no', text)
}
