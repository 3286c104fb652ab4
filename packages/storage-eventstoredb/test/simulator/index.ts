// A simulator of EventStoreDB for tests: it speaks the server's protocol, so that the real client talks to it over real
// gRPC, and fails on demand. It keeps everything in memory and is no store.
import { Cluster, type SimulatorOptions } from './cluster.ts'

export type { SimulatorOptions } from './cluster.ts'
export type { Fault } from './faults.ts'

export interface Simulator extends Cluster {
  /** Of the first node; `esdb://127.0.0.1:2113?tls=false`. */
  readonly url: string
  /** Of all nodes. */
  readonly clusterUrl: string
}

/** Starts a simulator on loopback. Stop it when it is no longer needed. */
export const startSimulator = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  const cluster = await Cluster.start(options)
  const query = options.tls === undefined ? '?tls=false' : '?tls=true'
  const hosts = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`)
  return Object.assign(cluster, { url: `esdb://${hosts[0]}${query}`, clusterUrl: `esdb://${hosts.join(',')}${query}` })
}
