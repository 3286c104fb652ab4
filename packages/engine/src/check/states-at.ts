import type { AnyAggregate } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import type { EventStore } from '../ports/index.js'
import { RecentCache } from '../primitives/recent-cache.js'

/** A stream as far as it was folded, and as it stood a little earlier. */
interface Folded {
  readonly revision: number
  readonly state: unknown
  /** By revision, the last ones. */
  readonly earlier: ReadonlyMap<number, unknown>
}

/** How many streams are remembered at least, and how many states of each: older ones are read again. */
const streamsKept = 5000
const statesKept = 8

/**
 * The states of streams at the revisions that a pass over the log asks for: those of now and of a little earlier from
 * memory, older ones from the store. However long the log, it holds a bounded number of states.
 */
export class StatesAt {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #folded = new RecentCache<string, Folded>(streamsKept)

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** The state after the event of that revision; the initial one for -1. At once where it is remembered. */
  at(aggregate: AnyAggregate, stream: string, revision: number): unknown | Promise<unknown> {
    if (revision < 0) return aggregate.decider.initialState
    const folded = this.#folded.get(stream)
    if (folded?.revision === revision) return folded.state
    if (folded?.earlier.has(revision)) return folded.earlier.get(revision)
    return this.#read(aggregate, stream, revision)
  }

  /** What became of a stream with the event of that revision. */
  keep(stream: string, revision: number, state: unknown): void {
    const before = this.#folded.get(stream)
    const earlier = new Map(before?.earlier)
    if (before !== undefined) earlier.set(before.revision, before.state)
    const [oldest] = earlier.keys()
    if (earlier.size >= statesKept && oldest !== undefined) earlier.delete(oldest)
    this.#folded.set(stream, { revision, state, earlier })
  }

  async #read({ decider }: AnyAggregate, stream: string, revision: number): Promise<unknown> {
    let state = decider.initialState
    for await (const batch of this.#events.readStream(stream, { to: revision }))
      for (const stored of batch) state = decider.evolve(state, this.#codec.decode(stored))
    return state
  }
}
