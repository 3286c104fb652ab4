import {
  type AnyAggregate,
  type Domain,
  historyUpTo,
  isSeenFrom,
  type Point,
  partsOf,
  seenEntries,
  type ViewRequest,
  type ViewRequests,
} from '@skein/kernel'
import { firstDifference } from '../history/first-difference.js'
import { stateAfter } from '../history/fold.js'
import { recordedAtIn } from '../history/instants.js'
import { isTailSeenFrom } from '../history/tail.js'
import type { Snapshot } from './snapshot.js'
import type { StreamCache } from './stream-cache.js'

/** The requested views of other streams, and the revision at which each of these streams was read. */
export interface ObservedViews {
  readonly views: Readonly<Record<string, unknown>>
  readonly observedRevisions: Readonly<Record<string, number>>
}

/** What a decision sees of other streams: everything up to its point. */
type SeenFrom = Pick<Point, 'on' | 'place'>

/** Streams that were read for a decision, of which its views can be made. */
export interface ObservedStreams {
  /** The instants at which their last events were recorded. */
  readonly recordedAt: readonly string[]
  /**
   * The views as of a point; without one, of all that is recorded.
   *
   * @param until the last revision that is seen of some streams; of all others, everything
   */
  viewsFrom(point?: SeenFrom, until?: Revisions): Promise<ObservedViews> | ObservedViews
}

/** Revisions, by stream. */
export type Revisions = ReadonlyMap<string, number>

/** The streams that a decision has read, so that it reads each of them once. */
export type ObservedSnapshots = Map<string, Promise<Snapshot>>

const everything: Revisions = new Map()
const nothing: ObservedViews = { views: {}, observedRevisions: {} }
const noStreams: ObservedStreams = { recordedAt: [], viewsFrom: () => nothing }

/** Loads the streams that a decision or a process requests, and computes their views. */
export class ViewLoader {
  readonly #streams: StreamCache
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>

  constructor(domain: Pick<Domain, 'aggregates'>, streams: StreamCache) {
    this.#streams = streams
    this.#aggregates = new Map(domain.aggregates.map((aggregate) => [aggregate.name, aggregate]))
  }

  /** The requested streams as the store has them now, but for those `known`. Without a promise where nothing is requested. */
  load(requests: ViewRequests, known: ObservedSnapshots = new Map()): ObservedStreams | Promise<ObservedStreams> {
    const entries = Object.entries(requests)
    return entries.length === 0 ? noStreams : this.#load(entries, known)
  }

  snapshot(stream: string): Promise<Snapshot> {
    return this.#streams.load(this.#aggregateOf(stream), stream)
  }

  /**
   * The first point from which something else is seen of a stream than at an earlier revision, as far as `show` shows its
   * states; `undefined` if nothing is.
   */
  async firstDifference(stream: string, revision: number, show: (state: unknown) => unknown) {
    const aggregate = this.#aggregateOf(stream)
    const now = await this.#streams.history(aggregate, stream, await this.snapshot(stream))
    const before = historyUpTo(now, revision, aggregate)
    return firstDifference(aggregate, stream, { before: before.entries, now: now.entries }, show)
  }

  async #load(entries: readonly [string, ViewRequests[string]][], known: ObservedSnapshots): Promise<ObservedStreams> {
    const requests = entries.flatMap(([, request]) => (isSingle(request) ? [request] : [...request.values()]))
    const streams = [...new Set(requests.map(({ stream }) => stream))]
    const read = (stream: string): Promise<Snapshot> => {
      const reading = known.get(stream) ?? this.snapshot(stream)
      known.set(stream, reading)
      return reading
    }
    const snapshots = new Map(await Promise.all(streams.map(async (stream) => [stream, await read(stream)] as const)))
    const observed = [...snapshots]
    return {
      recordedAt: observed.map(([, { metadata }]) => recordedAtIn(metadata)),
      viewsFrom: (point, until) => this.#viewsFrom(entries, snapshots, point, until),
    }
  }

  async #viewsFrom(
    entries: readonly [string, ViewRequests[string]][],
    snapshots: ReadonlyMap<string, Snapshot>,
    point: SeenFrom | undefined,
    until: Revisions = everything,
  ): Promise<ObservedViews> {
    const viewOf = async ({ stream, view, now }: ViewRequest) => {
      const snapshot = snapshots.get(stream)
      if (snapshot === undefined) throw new Error(`${stream} was not read`)
      return view(await this.#stateFrom(stream, snapshot, now === true ? undefined : point, until.get(stream)))
    }
    const views: Record<string, unknown> = {}
    for (const [name, request] of entries)
      if (isSingle(request)) views[name] = await viewOf(request)
      else {
        const viewsById = new Map<string, unknown>()
        for (const [id, each] of request) viewsById.set(id, await viewOf(each))
        views[name] = viewsById
      }
    const observedRevisions = Object.fromEntries([...snapshots].map(([stream, { revision }]) => [stream, revision]))
    return { views, observedRevisions }
  }

  /** The state of a stream as seen from a point. Without a promise where nothing of it lies behind the point. */
  #stateFrom(
    stream: string,
    snapshot: Snapshot,
    point: SeenFrom | undefined,
    until: number | undefined,
  ): unknown | Promise<unknown> {
    const aggregate = this.#aggregateOf(stream)
    const seenFrom = aggregate.order === 'recorded' ? undefined : point
    const isWhole = seenFrom === undefined || isTailSeenFrom(snapshot.tail, seenFrom)
    if (isWhole && (until === undefined || until >= snapshot.revision)) return snapshot.state
    return this.#foldUpTo(aggregate, stream, snapshot, seenFrom, until)
  }

  async #foldUpTo(
    aggregate: AnyAggregate,
    stream: string,
    snapshot: Snapshot,
    point: SeenFrom | undefined,
    until: number | undefined,
  ): Promise<unknown> {
    const history = await this.#streams.history(aggregate, stream, snapshot)
    const { entries } = until === undefined ? history : historyUpTo(history, until, aggregate)
    return stateAfter(
      aggregate,
      stream,
      point === undefined ? entries : seenEntries(entries, (seen) => isSeenFrom(seen, point)),
    )
  }

  #aggregateOf(stream: string): AnyAggregate {
    const aggregate = this.#aggregates.get(partsOf(stream).aggregate)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return aggregate
  }
}

const isSingle = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest =>
  'stream' in request
