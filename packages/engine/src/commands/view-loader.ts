import { type AnyAggregate, type Domain, partsOf, type ViewRequest, type ViewRequests } from '@skein/kernel'
import type { Snapshot, StreamCache } from './stream-cache.js'

/** The requested views of other streams, and the revision at which each of these streams was read. */
export interface ObservedViews {
  readonly views: Readonly<Record<string, unknown>>
  readonly observedRevisions: Readonly<Record<string, number>>
}

const noViews: ObservedViews = { views: {}, observedRevisions: {} }

/** Loads the streams that a decision or a process requests, and computes their views. */
export class ViewLoader {
  readonly #streams: StreamCache
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>

  constructor(domain: Pick<Domain, 'aggregates'>, streams: StreamCache) {
    this.#streams = streams
    this.#aggregates = new Map(domain.aggregates.map((aggregate) => [aggregate.name, aggregate]))
  }

  /** Without a promise where nothing is requested. */
  load(requests: ViewRequests): ObservedViews | Promise<ObservedViews> {
    const entries = Object.entries(requests)
    return entries.length === 0 ? noViews : this.#load(entries)
  }

  async #load(entries: readonly [string, ViewRequests[string]][]): Promise<ObservedViews> {
    const requests = entries.flatMap(([, request]) => (isSingle(request) ? [request] : [...request.values()]))
    const observedRevisions: Record<string, number> = {}
    const states = new Map<string, unknown>()
    const streams = [...new Set(requests.map(({ stream }) => stream))]
    await Promise.all(
      streams.map(async (stream) => {
        const { state, revision } = await this.snapshot(stream)
        states.set(stream, state)
        observedRevisions[stream] = revision
      }),
    )
    const viewOf = ({ stream, view }: ViewRequest) => view(states.get(stream))
    const views = entries.map(([name, request]) => [
      name,
      isSingle(request) ? viewOf(request) : new Map([...request].map(([id, each]) => [id, viewOf(each)])),
    ])
    return { views: Object.fromEntries(views), observedRevisions }
  }

  snapshot(stream: string): Promise<Snapshot> {
    const aggregate = this.#aggregates.get(partsOf(stream).aggregate)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return this.#streams.load(aggregate, stream)
  }
}

const isSingle = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest =>
  'stream' in request
