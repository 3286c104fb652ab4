import { Log } from './log.ts'
import { Node, type NodeOptions } from './node.ts'

export interface SimulatorOptions extends NodeOptions {
  /** How many nodes share the log; default 1. */
  readonly nodes?: number
  /** Write links and statistics among the events, as a real server does; default true. */
  readonly systemEvents?: boolean
}

/** Nodes that share one log without delay; at most one is the leader. */
export class Cluster {
  readonly log: Log
  readonly nodes: Node[] = []
  readonly #waiting = new Set<() => void>()
  #leader: Node | undefined

  constructor(log: Log) {
    this.log = log
  }

  static async start({ nodes = 1, systemEvents = true, ...options }: SimulatorOptions = {}): Promise<Cluster> {
    const cluster = new Cluster(new Log(systemEvents))
    for (let index = 0; index < nodes; index++) cluster.nodes.push(await Node.start(cluster, options))
    cluster.elect(0)
    return cluster
  }

  get leader(): Node | undefined {
    return this.#leader
  }

  /** The only node, or the first one. */
  get node(): Node {
    const [node] = this.nodes
    if (node === undefined) throw new Error('a cluster has a node')
    return node
  }

  /** Makes a node the leader; `undefined`: there is no leader. */
  elect(index: number | undefined): void {
    this.#leader = index === undefined ? undefined : this.nodes[index]
  }

  /** Resolves when the condition holds; it is checked after each append, and each begin or end of a read. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  /** Resolves when no read or subscription is open on any node. */
  readsEnded(): Promise<void> {
    return this.until(() => this.nodes.every(({ openReads }) => openReads === 0))
  }

  /** Checks the conditions that `until` waits for. */
  notify(): void {
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()))
  }
}
