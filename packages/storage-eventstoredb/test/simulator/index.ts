// A simulator of EventStoreDB for tests. It implements the server's protocol, so the real client connects to it over real
// gRPC, and it fails on demand. It keeps everything in memory and is not a store.
import { Cluster, type SimulatorOptions } from './cluster.ts'

export type { SimulatorOptions } from './cluster.ts'
export type { Entry } from './entry.ts'
export type { Fault } from './faults.ts'

export interface Simulator extends Cluster {
  /** The address of the first node, as `esdb://127.0.0.1:2113?tls=false`. */
  readonly url: string
  /** The address of all nodes. */
  readonly clusterUrl: string
}

/** Starts a simulator on loopback; the caller has to stop it. */
export const startSimulator = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  const cluster = await Cluster.start(options)
  const query = options.tls === undefined ? '?tls=false' : '?tls=true'
  const hosts = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`)
  return Object.assign(cluster, { url: `esdb://${hosts[0]}${query}`, clusterUrl: `esdb://${hosts.join(',')}${query}` })
}
