import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type Domain,
  partsOf,
  type ViewRequest,
} from '@skein/kernel'
import type { StateHistory } from './state-history.js'

type Views = Readonly<Record<string, unknown>>

/** The revision at which a decision observed a stream. */
export type RevisionOf = (stream: string) => number

/** Computes again the views that a decision was based on, from the event that it recorded. */
export class DecisionViews {
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>
  readonly #recorders: ReadonlyMap<string, Recorder>
  readonly #states: StateHistory

  constructor({ aggregates }: Pick<Domain, 'aggregates'>, states: StateHistory) {
    this.#aggregates = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
    this.#recorders = recordersOf(aggregates)
    this.#states = states
  }

  /** The aggregate of a stream, where the domain has it. */
  aggregateOf(stream: string): AnyAggregate | undefined {
    return this.#aggregates.get(partsOf(stream).aggregate)
  }

  /** The views of other streams for the command that recorded `event` on the state `before`. */
  async of(
    aggregate: AnyAggregate,
    stream: string,
    event: AnyEvent,
    before: unknown,
    observedRevision: RevisionOf,
  ): Promise<Views> {
    const recorder = this.#recorders.get(event.type)
    if (recorder === undefined) return {}
    const requests = aggregate.decider.views(commandOf(recorder, stream, event), before)
    const views: Record<string, unknown> = {}
    for (const [name, request] of Object.entries(requests)) {
      if (isSingle(request)) views[name] = await this.#viewOf(request, observedRevision)
      else {
        const viewsById = new Map<string, unknown>()
        for (const [id, each] of request) viewsById.set(id, await this.#viewOf(each, observedRevision))
        views[name] = viewsById
      }
    }
    return views
  }

  async #viewOf({ stream, view }: ViewRequest, observedRevision: RevisionOf): Promise<unknown> {
    const aggregate = this.aggregateOf(stream)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return view(await this.#states.at(aggregate, stream, observedRevision(stream)))
  }
}

/** The command that records an event type. */
interface Recorder {
  readonly type: string
  /** The field of the command's data that holds the id of its target. */
  readonly target: string
}

const recordersOf = (aggregates: readonly AnyAggregate[]): ReadonlyMap<string, Recorder> =>
  new Map(
    aggregates.flatMap(({ commands }) =>
      Object.entries(commands).flatMap(([type, command]) =>
        command.records.map((event) => [event, { type, target: command.target }] as const),
      ),
    ),
  )

/** An event has the fields of its command, so the command can be rebuilt from it. */
const commandOf = ({ type, target }: Recorder, stream: string, { data }: AnyEvent): AnyCommand => ({
  type,
  data: { ...data, [target]: partsOf(stream).id, on: data.on },
})

const isSingle = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest =>
  'stream' in request
