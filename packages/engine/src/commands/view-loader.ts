import { type AnyAggregate, type Domain, partsOf, type ViewRequest, type ViewRequests } from '@skein/kernel'
import type { StreamCache } from './stream-cache.js'

/** What was asked for, and the revision at which every stream was seen. */
export interface ObservedViews {
  readonly views: Readonly<Record<string, unknown>>
  readonly observedRevisions: Readonly<Record<string, number>>
}

const none: ObservedViews = { views: {}, observedRevisions: {} }

/** Loads the streams that a decision or a process asks to see, and shows the views of them. */
export class ViewLoader {
  readonly #streams: StreamCache
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>

  constructor(domain: Pick<Domain, 'aggregates'>, streams: StreamCache) {
    this.#streams = streams
    this.#aggregates = new Map(domain.aggregates.map((aggregate) => [aggregate.name, aggregate]))
  }

  /** At once where nothing is asked for. */
  load(requests: ViewRequests): ObservedViews | Promise<ObservedViews> {
    const entries = Object.entries(requests)
    return entries.length === 0 ? none : this.#load(entries)
  }

  async #load(entries: readonly [string, ViewRequests[string]][]): Promise<ObservedViews> {
    const wanted = entries.flatMap(([, request]) => (isOne(request) ? [request] : [...request.values()]))
    const observedRevisions: Record<string, number> = {}
    const states = new Map<string, unknown>()
    const streams = [...new Set(wanted.map(({ stream }) => stream))]
    await Promise.all(
      streams.map(async (stream) => {
        const { state, revision } = await this.snapshot(stream)
        states.set(stream, state)
        observedRevisions[stream] = revision
      }),
    )
    const show = ({ stream, view }: ViewRequest) => view(states.get(stream))
    const views = entries.map(([name, request]) => [
      name,
      isOne(request) ? show(request) : new Map([...request].map(([id, each]) => [id, show(each)])),
    ])
    return { views: Object.fromEntries(views), observedRevisions }
  }

  snapshot(stream: string) {
    const aggregate = this.#aggregates.get(partsOf(stream).aggregate)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return this.#streams.load(aggregate, stream)
  }
}

const isOne = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest => 'stream' in request
