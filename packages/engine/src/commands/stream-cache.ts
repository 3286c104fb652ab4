import type { AnyAggregate, AnyEvent, Day } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import { commandIdOf } from '../integrity/metadata.js'
import type { EventStore, Expected, StoredEvent } from '../ports/index.js'
import { RecentCache } from '../primitives/recent-cache.js'

/** The state of a stream at one revision. */
export interface Snapshot {
  readonly state: unknown
  /** -1 for a stream without events. */
  readonly revision: number
  /** The hash of the last event. */
  readonly hash: string | null
  /** The latest day on which any of its events happened. */
  readonly lastDay: Day | undefined
  /** The revision of the first event of every command that recorded events; later snapshots add to the same map. */
  readonly commands: Map<string, number>
}

export const revisionOf = ({ revision }: Pick<Snapshot, 'revision'>): Expected => (revision < 0 ? 'none' : revision)

const cacheSize = 5000

/** A read of a stream that is in progress, and the read that follows it, if anything waits for one. */
interface Read {
  readonly current: Promise<Snapshot>
  next: Promise<Snapshot> | undefined
}

/** The events of one command that were just appended. */
export interface AppendedEvents {
  readonly events: readonly AnyEvent[]
  readonly commandId: string
  /** The hash of the last one. */
  readonly hash: string
}

/** Folds streams into snapshots and caches them, so that only new events are read again. */
export class StreamCache {
  readonly #events: Pick<EventStore, 'readStream'>
  readonly #codec: Codec
  readonly #snapshots = new RecentCache<string, Snapshot>(cacheSize)
  readonly #reads = new Map<string, Read>()

  constructor(events: Pick<EventStore, 'readStream'>, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** The cached snapshot, which may be outdated. */
  cached(stream: string): Snapshot | undefined {
    return this.#snapshots.get(stream)
  }

  /**
   * The snapshot as the store has it now: of a read that begins after this call. While a read is in progress, all
   * callers therefore share the next one, for many commands look at few streams, such as that of their base.
   */
  load(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    const read = this.#reads.get(stream)
    if (read === undefined) return this.#beginRead(aggregate, stream)
    // a read that is in progress by then began after this call
    const next = () => this.#reads.get(stream)?.current ?? this.#beginRead(aggregate, stream)
    read.next ??= read.current.then(next, next)
    return read.next
  }

  /** Adds events that were just appended after `snapshot`. */
  add(aggregate: AnyAggregate, stream: string, snapshot: Snapshot, appended: AppendedEvents): void {
    const { events, commandId, hash } = appended
    const { commands } = snapshot
    if (!commands.has(commandId)) commands.set(commandId, snapshot.revision + 1)
    const revision = snapshot.revision + events.length
    this.#keep(stream, { ...fold(aggregate, snapshot, events), revision, hash, commands })
  }

  #beginRead(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    const current = this.#read(aggregate, stream)
    this.#reads.set(stream, { current, next: undefined })
    const end = () => void this.#reads.delete(stream)
    current.then(end, end)
    return current
  }

  /** Reads what is new since the cached snapshot. */
  async #read(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    let snapshot = this.#snapshots.get(stream) ?? emptySnapshot(aggregate)
    for await (const batch of this.#events.readStream(stream, { from: snapshot.revision + 1 }))
      snapshot = this.#foldBatch(aggregate, stream, snapshot, batch)
    return snapshot
  }

  #foldBatch(aggregate: AnyAggregate, stream: string, from: Snapshot, batch: readonly StoredEvent[]): Snapshot {
    const { commands } = from
    const last = batch.at(-1)
    if (last === undefined) return from
    for (const stored of batch) {
      const commandId = commandIdOf(stored)
      if (!commands.has(commandId)) commands.set(commandId, stored.revision)
    }
    const folded = fold(aggregate, from, batch.map(this.#codec.decode))
    return this.#keep(stream, { ...folded, revision: last.revision, hash: last.hash, commands })
  }

  /** Caches a snapshot, unless a later one is cached. */
  #keep(stream: string, snapshot: Snapshot): Snapshot {
    const cached = this.#snapshots.get(stream)
    if (cached === undefined || cached.revision <= snapshot.revision) this.#snapshots.set(stream, snapshot)
    return snapshot
  }
}

const fold = (
  { decider }: AnyAggregate,
  from: Pick<Snapshot, 'state' | 'lastDay'>,
  events: readonly AnyEvent[],
): Pick<Snapshot, 'state' | 'lastDay'> => {
  let { state, lastDay } = from
  for (const event of events) {
    state = decider.evolve(state, event)
    const { on } = event.data
    if (lastDay === undefined || on > lastDay) lastDay = on
  }
  return { state, lastDay }
}

const emptySnapshot = ({ decider }: AnyAggregate): Snapshot => ({
  state: decider.initialState,
  revision: -1,
  hash: null,
  lastDay: undefined,
  commands: new Map(),
})
