import type { AnyAggregate } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import type { EventStore } from '../ports/index.js'
import { RecentCache } from '../primitives/recent-cache.js'

/** The last state of a stream, and the few before it. */
interface RecentStates {
  readonly revision: number
  readonly state: unknown
  /** By revision. */
  readonly earlier: ReadonlyMap<number, unknown>
}

/** The number of streams that are kept at least, and of earlier states for each; other states are read from the store. */
const streamsKept = 5000
const statesKept = 8

/**
 * The states of streams at the revisions that a pass over the log needs: recent ones from memory, older ones from the
 * store. It keeps a bounded number of states, however long the log is.
 */
export class StateHistory {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #recent = new RecentCache<string, RecentStates>(streamsKept)

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** The state after the event of that revision; the initial state for -1. Without a promise where it is in memory. */
  at(aggregate: AnyAggregate, stream: string, revision: number): unknown | Promise<unknown> {
    if (revision < 0) return aggregate.decider.initialState
    const recent = this.#recent.get(stream)
    if (recent?.revision === revision) return recent.state
    if (recent?.earlier.has(revision)) return recent.earlier.get(revision)
    return this.#read(aggregate, stream, revision)
  }

  /** Adds the state of a stream after the event of that revision. */
  keep(stream: string, revision: number, state: unknown): void {
    const last = this.#recent.get(stream)
    const earlier = new Map(last?.earlier)
    if (last !== undefined) earlier.set(last.revision, last.state)
    const [oldest] = earlier.keys()
    if (earlier.size >= statesKept && oldest !== undefined) earlier.delete(oldest)
    this.#recent.set(stream, { revision, state, earlier })
  }

  async #read({ decider }: AnyAggregate, stream: string, revision: number): Promise<unknown> {
    let state = decider.initialState
    for await (const batch of this.#events.readStream(stream, { to: revision }))
      for (const stored of batch) state = decider.evolve(state, this.#codec.decode(stored))
    return state
  }
}
