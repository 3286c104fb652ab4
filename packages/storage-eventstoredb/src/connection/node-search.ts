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
    const failures: (readonly [Endpoint, CallFailure])[] = []
    for (const endpoint of shuffled(connection.endpoints)) {
      if (stop.aborted) throw new CallFailed(noNode(failures))
      try {
        const members = await membersOf(endpoint, connection, channels, stop)
        const node = bestNode(members, connection.nodePreference)
        if (node !== undefined) return node
        failures.push([endpoint, noLeader])
      } catch (thrown) {
        failures.push([endpoint, callFailureOf(thrown, { stream: undefined, action: 'read' })])
      }
    }
    if (attempt >= connection.maxDiscoverAttempts || failures.every(([, { isTransient }]) => !isTransient))
      throw new CallFailed(noNode(failures))
    await sleep(connection.discoveryInterval, undefined, { signal: stop }).catch(() => undefined)
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
const noNode = (failures: readonly (readonly [Endpoint, CallFailure])[]): CallFailure => {
  const [first] = failures
  const texts = (['en', 'zh'] as const).map((language) =>
    failures.map(([endpoint, { text }]) => `${endpointText(endpoint)}: ${text[language]}`).join('; '),
  )
  const text = { en: `no node of the cluster can be used: ${texts[0]}`, zh: `集群中没有可用节点:${texts[1]}` }
  const isPermanent = first !== undefined && failures.every(([, { isTransient }]) => !isTransient)
  return isPermanent ? { ...first[1], text } : transient('no', text)
}
