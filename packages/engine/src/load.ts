import type { AnyAggregate, Day } from '@skein/kernel'
import { type Codec, commandIdOf } from './codec.js'
import { splitHash } from './hash.js'
import type { EventStore, Expected, StoredEvent } from './ports.js'
import { Recent } from './recent.js'

/** A stream as it stood at one revision. */
export interface Snapshot {
  readonly state: unknown
  /** -1 where there is no stream. */
  readonly revision: number
  /** Of the last event. */
  readonly hash: string | null
  /** The latest day that any of its events is dated. */
  readonly lastDay?: Day
  /** The revision of the first event of every command that wrote here; later snapshots add to the same map. */
  readonly commands: Map<string, number>
}

export const revisionOf = ({ revision }: Pick<Snapshot, 'revision'>): Expected => (revision < 0 ? 'none' : revision)

const kept = 5000

/** Streams as states: folded from the store, and remembered, so that only what is new is read again. */
export class Streams {
  readonly #events: EventStore
  readonly #codec: Codec
  readonly #recent = new Recent<string, Snapshot>(kept)

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** As last seen here, which may be some while ago. */
  remembered(stream: string): Snapshot | undefined {
    return this.#recent.get(stream)
  }

  /** As the store has it now. */
  async load(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    let snapshot = this.#recent.get(stream) ?? emptyOf(aggregate)
    for await (const batch of this.#events.readStream(stream, { from: snapshot.revision + 1 }))
      snapshot = this.advance(aggregate, stream, snapshot, batch)
    return snapshot
  }

  /** A snapshot with more events of its stream; remembered where it is the furthest. */
  advance(
    { decider }: AnyAggregate,
    stream: string,
    from: Snapshot,
    events: readonly Omit<StoredEvent, 'position' | 'eventId'>[],
  ): Snapshot {
    let { state, revision, hash, lastDay } = from
    for (const stored of events) {
      const event = this.#codec.decode(stored)
      state = decider.evolve(state, event)
      const { on } = event.data
      if (lastDay === undefined || on > lastDay) lastDay = on
      const commandId = commandIdOf(stored)
      if (!from.commands.has(commandId)) from.commands.set(commandId, stored.revision)
      revision = stored.revision
      hash = splitHash(stored.metadata)?.hash ?? null
    }
    const snapshot: Snapshot = {
      state,
      revision,
      hash,
      commands: from.commands,
      ...(lastDay === undefined ? {} : { lastDay }),
    }
    const known = this.#recent.get(stream)
    if (revision >= 0 && (known === undefined || known.revision <= revision)) this.#recent.set(stream, snapshot)
    return snapshot
  }
}

const emptyOf = ({ decider }: AnyAggregate): Snapshot => ({
  state: decider.initialState,
  revision: -1,
  hash: null,
  commands: new Map(),
})
