import { type AnyAggregate, type Domain, type FactRequest, type FactRequests, partsOf } from '@skein/kernel'
import type { Streams } from './load.js'

/** What was asked for, and the revision at which every stream was seen. */
export interface SeenFacts {
  readonly facts: Readonly<Record<string, unknown>>
  readonly saw: Readonly<Record<string, number>>
}

const none: SeenFacts = { facts: {}, saw: {} }

/** Loads the streams that a decision or a process asks to see, and shows the views of them. */
export class FactLoader {
  readonly #streams: Streams
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>

  constructor(domain: Pick<Domain, 'aggregates'>, streams: Streams) {
    this.#streams = streams
    this.#aggregates = new Map(domain.aggregates.map((aggregate) => [aggregate.name, aggregate]))
  }

  /** At once where nothing is asked for. */
  load(requests: FactRequests): SeenFacts | Promise<SeenFacts> {
    const entries = Object.entries(requests)
    return entries.length === 0 ? none : this.#load(entries)
  }

  async #load(entries: readonly [string, FactRequests[string]][]): Promise<SeenFacts> {
    const wanted = entries.flatMap(([, request]) => (isOne(request) ? [request] : [...request.values()]))
    const saw: Record<string, number> = {}
    const states = new Map<string, unknown>()
    const streams = [...new Set(wanted.map(({ stream }) => stream))]
    await Promise.all(
      streams.map(async (stream) => {
        const { state, revision } = await this.snapshot(stream)
        states.set(stream, state)
        saw[stream] = revision
      }),
    )
    const show = ({ stream, view }: FactRequest) => view(states.get(stream))
    const facts = entries.map(([name, request]) => [
      name,
      isOne(request) ? show(request) : new Map([...request].map(([id, each]) => [id, show(each)])),
    ])
    return { facts: Object.fromEntries(facts), saw }
  }

  snapshot(stream: string) {
    const aggregate = this.#aggregates.get(partsOf(stream).aggregate)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return this.#streams.load(aggregate, stream)
  }
}

const isOne = (request: FactRequest | ReadonlyMap<string, FactRequest>): request is FactRequest => 'stream' in request
