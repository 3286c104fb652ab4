import type { AnyAggregate, AnyEvent, Day } from '@skein/kernel'
import { type Codec, commandIdOf } from '../integrity/codec.js'
import { splitHash } from '../integrity/hash.js'
import type { EventStore, Expected, StoredEvent } from '../ports/index.js'
import { RecentCache } from '../primitives/recent-cache.js'

/** A stream as it stood at one revision. */
export interface Snapshot {
  readonly state: unknown
  /** -1 where there is no stream. */
  readonly revision: number
  /** Of the last event. */
  readonly hash: string | null
  /** The latest day that any of its events is dated. */
  readonly lastDay: Day | undefined
  /** The revision of the first event of every command that wrote here; later snapshots add to the same map. */
  readonly commands: Map<string, number>
}

export const revisionOf = ({ revision }: Pick<Snapshot, 'revision'>): Expected => (revision < 0 ? 'none' : revision)

const kept = 5000

/** A stream that is being read, and the reading after it, if anybody waits for that. */
interface Reading {
  readonly done: Promise<Snapshot>
  next: Promise<Snapshot> | undefined
}

/** Streams as states: folded from the store, and remembered, so that only what is new is read again. */
export class StreamCache {
  readonly #events: Pick<EventStore, 'readStream'>
  readonly #codec: Codec
  readonly #recent = new RecentCache<string, Snapshot>(kept)
  readonly #readings = new Map<string, Reading>()

  constructor(events: Pick<EventStore, 'readStream'>, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** As last seen here, which may be some while ago. */
  remembered(stream: string): Snapshot | undefined {
    return this.#recent.get(stream)
  }

  /**
   * As the store has it now: read after it was asked for. So whoever asks while the stream is being read waits for the
   * reading after that, which serves all who came meanwhile. Many commands look at few streams, such as their base.
   */
  load(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    const reading = this.#readings.get(stream)
    if (reading === undefined) return this.#begin(aggregate, stream)
    // what is under way by then was begun after this one
    const next = () => this.#readings.get(stream)?.done ?? this.#begin(aggregate, stream)
    reading.next ??= reading.done.then(next, next)
    return reading.next
  }

  #begin(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    const done = this.#readOn(aggregate, stream)
    this.#readings.set(stream, { done, next: undefined })
    const end = () => void this.#readings.delete(stream)
    done.then(end, end)
    return done
  }

  async #readOn(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    let snapshot = this.#recent.get(stream) ?? emptyOf(aggregate)
    for await (const batch of this.#events.readStream(stream, { from: snapshot.revision + 1 }))
      snapshot = this.#fold(aggregate, stream, snapshot, batch)
    return snapshot
  }

  /** A snapshot with what was just recorded on top of it. */
  recorded(aggregate: AnyAggregate, stream: string, from: Snapshot, written: Written): Snapshot {
    const { events, commandId, hash } = written
    const { commands } = from
    if (!commands.has(commandId)) commands.set(commandId, from.revision + 1)
    const folded = fold(aggregate, from, events)
    return this.#remember(stream, { ...folded, revision: from.revision + events.length, hash, commands })
  }

  #fold(aggregate: AnyAggregate, stream: string, from: Snapshot, batch: readonly StoredEvent[]): Snapshot {
    const { commands } = from
    const last = batch.at(-1)
    if (last === undefined) return from
    for (const stored of batch) {
      const commandId = commandIdOf(stored)
      if (!commands.has(commandId)) commands.set(commandId, stored.revision)
    }
    const folded = fold(aggregate, from, batch.map(this.#codec.decode))
    const hash = splitHash(last.metadata)?.hash ?? null
    return this.#remember(stream, { ...folded, revision: last.revision, hash, commands })
  }

  /** Keeps the furthest. */
  #remember(stream: string, snapshot: Snapshot): Snapshot {
    const known = this.#recent.get(stream)
    if (known === undefined || known.revision <= snapshot.revision) this.#recent.set(stream, snapshot)
    return snapshot
  }
}

/** The events of one command, just recorded. */
export interface Written {
  readonly events: readonly AnyEvent[]
  readonly commandId: string
  /** Of the last one. */
  readonly hash: string
}

const fold = (
  { decider }: AnyAggregate,
  { state: before, lastDay: dayBefore }: Snapshot,
  events: readonly AnyEvent[],
) => {
  let state = before
  let lastDay = dayBefore
  for (const event of events) {
    state = decider.evolve(state, event)
    const { on } = event.data
    if (lastDay === undefined || on > lastDay) lastDay = on
  }
  return { state, lastDay }
}

const emptyOf = ({ decider }: AnyAggregate): Snapshot => ({
  state: decider.initialState,
  revision: -1,
  hash: null,
  lastDay: undefined,
  commands: new Map(),
})
