import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type Domain,
  partsOf,
  type ViewRequest,
} from '@skein/kernel'
import type { StatesAt } from './states-at.js'

type Facts = Readonly<Record<string, unknown>>

/** The revision at which a decision saw a stream. */
export type RevisionOf = (stream: string) => number

/** Asks again for what decisions looked at, told from the events that they recorded. */
export class ViewsAt {
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>
  readonly #recorders: ReadonlyMap<string, Recorder>
  readonly #states: StatesAt

  constructor({ aggregates }: Pick<Domain, 'aggregates'>, states: StatesAt) {
    this.#aggregates = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
    this.#recorders = recordersOf(aggregates)
    this.#states = states
  }

  /** The aggregate that a stream belongs to, where the domain has it. */
  aggregateOf(stream: string): AnyAggregate | undefined {
    return this.#aggregates.get(partsOf(stream).aggregate)
  }

  /** What the command that recorded `event` on top of `before` was shown of other streams. */
  async of(aggregate: AnyAggregate, stream: string, event: AnyEvent, before: unknown, saw: RevisionOf): Promise<Facts> {
    const recorder = this.#recorders.get(event.type)
    if (recorder === undefined) return {}
    const requests = aggregate.decider.views(commandOf(recorder, stream, event), before)
    const facts: Record<string, unknown> = {}
    for (const [name, request] of Object.entries(requests)) {
      if (isOne(request)) facts[name] = await this.#show(request, saw)
      else {
        const shown = new Map<string, unknown>()
        for (const [id, each] of request) shown.set(id, await this.#show(each, saw))
        facts[name] = shown
      }
    }
    return facts
  }

  async #show({ stream, view }: ViewRequest, saw: RevisionOf): Promise<unknown> {
    const aggregate = this.aggregateOf(stream)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return view(await this.#states.at(aggregate, stream, saw(stream)))
  }
}

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

/** Commands and their events mirror each other, so an event tells what its command named. */
const commandOf = ({ type, target }: Recorder, stream: string, { data }: AnyEvent): AnyCommand => ({
  type,
  data: { ...data, [target]: partsOf(stream).id, on: data.on },
})

const isOne = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest => 'stream' in request
