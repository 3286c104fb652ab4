import {
  type AnyAggregate,
  type AnyEvent,
  compareEntries,
  emptyHistory,
  extendHistory,
  type History,
  type HistoryEntry,
  isSeenFrom,
  isWholeSeenFrom,
  type RecordedEvent as KernelEvent,
  type Point,
  seenEntries,
  type ViewRequest,
  type ViewRequests,
} from '@skein/kernel'
import type { DomainLookup } from './domain-lookup.js'

export interface StreamState {
  readonly history: History
  /** That of the history. */
  readonly state: unknown
  /** -1 for a stream without events. */
  readonly revision: number
}

/** An event that stands in the history of a stream. */
export interface StandingEvent {
  readonly stream: string
  readonly event: AnyEvent
}

/** The histories of a world's streams, and their states as seen from any point. */
export class WorldStreams {
  readonly #lookup: Pick<DomainLookup, 'aggregateOf'>
  readonly #streams: Map<string, StreamState>

  constructor(lookup: Pick<DomainLookup, 'aggregateOf'>, from?: WorldStreams) {
    this.#lookup = lookup
    this.#streams = new Map(from === undefined ? [] : from.#streams)
  }

  names(): readonly string[] {
    return [...this.#streams.keys()]
  }

  get(stream: string): StreamState {
    const known = this.#streams.get(stream)
    if (known !== undefined) return known
    const { initialState } = this.#lookup.aggregateOf(stream).decider
    return { history: emptyHistory, state: initialState, revision: -1 }
  }

  /** The events that stand, of each stream in history order. */
  standing(): readonly StandingEvent[] {
    return this.names().flatMap((stream) =>
      this.get(stream).history.entries.flatMap(({ events }) => events.map((event) => ({ stream, event }))),
    )
  }

  /** The state of a stream as another one sees it from a point; without one, with all that is recorded. */
  seenFrom(stream: string, point: Pick<Point, 'on' | 'place'> | undefined): unknown {
    const { history, state } = this.get(stream)
    const { decider, order } = this.#lookup.aggregateOf(stream)
    if (point === undefined || order === 'recorded' || isWholeSeenFrom(history.entries, point)) return state
    return foldEntries(
      decider,
      seenEntries(history.entries, (seen) => isSeenFrom(seen, point)),
    )
  }

  /**
   * Views of streams as of a point; without one, with all that is recorded.
   *
   * @param observed gets the revisions of these streams
   */
  views(
    requests: ViewRequests,
    point: Pick<Point, 'on' | 'place'> | undefined,
    observed: Record<string, number> = {},
  ): Readonly<Record<string, unknown>> {
    const read = ({ stream, view, now }: ViewRequest): unknown => {
      observed[stream] = this.get(stream).revision
      return view(this.seenFrom(stream, now ? undefined : point))
    }
    const views: Record<string, unknown> = {}
    for (const [name, request] of Object.entries(requests))
      views[name] = 'stream' in request ? read(request) : new Map([...request].map(([id, each]) => [id, read(each)]))
    return views
  }

  /** The state of a stream at a point of its own history. */
  before(stream: string, point: Point): unknown {
    const { history, state } = this.get(stream)
    const aggregate = this.#lookup.aggregateOf(stream)
    const compare = compareEntries(aggregate)
    const last = history.entries.at(-1)
    if (last === undefined || compare(last, { point }) < 0) return state
    return foldEntries(
      aggregate.decider,
      history.entries.filter((entry) => compare(entry, { point }) < 0),
    )
  }

  append(stream: string, recorded: readonly KernelEvent[]): void {
    const before = this.get(stream)
    const aggregate = this.#lookup.aggregateOf(stream)
    const { decider } = aggregate
    const history = extendHistory(before.history, recorded, aggregate)
    const { entries } = history
    // in order: only the new entries are folded
    const isInOrder =
      entries.length > before.history.entries.length &&
      recorded.every(({ event }, index) => entries.at(-1)?.events[index] === event)
    const state = isInOrder
      ? recorded.map(({ event }) => event).reduce(decider.evolve, before.state)
      : foldEntries(decider, entries)
    this.#streams.set(stream, { history, state, revision: before.revision + recorded.length })
  }
}

const foldEntries = ({ initialState, evolve }: AnyAggregate['decider'], entries: readonly HistoryEntry[]): unknown =>
  entries.reduce((state, { events }) => events.reduce(evolve, state), initialState)
