import {
  type AnyAggregate,
  type AnyCommand,
  type DecisionContext,
  type DecisionViews,
  type Domain,
  partsOf,
  type ViewRequest,
} from '@skein/kernel'
import type { SeenFrom, StreamStates } from './stream-states.js'

type Views = Readonly<Record<string, unknown>>

/** The revision up to which a decision knew a stream. */
export type RevisionOf = (stream: string) => number

/** A decision whose views are computed again. */
export interface PastDecision {
  readonly aggregate: AnyAggregate
  readonly command: AnyCommand
  readonly before: unknown
  /** Where it stands; `undefined` if it saw everything that was recorded. */
  readonly point: SeenFrom | undefined
  readonly known: RevisionOf
  readonly given: DecisionContext
}

/** Computes again the views that decisions were based on. */
export class PastViews {
  readonly #aggregates: ReadonlyMap<string, AnyAggregate>
  readonly #states: StreamStates
  readonly #replace: ((observed: Views) => Views) | undefined

  constructor(
    { aggregates }: Pick<Domain, 'aggregates'>,
    states: StreamStates,
    replace: ((observed: Views) => Views) | undefined,
  ) {
    this.#aggregates = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
    this.#states = states
    this.#replace = replace
  }

  /** The aggregate of a stream, where the domain has it. */
  aggregateOf(stream: string): AnyAggregate | undefined {
    return this.#aggregates.get(partsOf(stream).aggregate)
  }

  /** Everything that the decision was given. */
  async of({ aggregate, command, before, point, known, given }: PastDecision): Promise<DecisionViews> {
    const { decider } = aggregate
    const views: Record<string, unknown> = {}
    for (const [name, request] of Object.entries(decider.views(command, before))) {
      if (isSingle(request)) views[name] = await this.#viewOf(request, known, point)
      else {
        const viewsById = new Map<string, unknown>()
        for (const [id, each] of request) viewsById.set(id, await this.#viewOf(each, known, point))
        views[name] = viewsById
      }
    }
    return { ...decider.absentViews, ...(this.#replace?.(views) ?? views), ...given }
  }

  async #viewOf({ stream, view, now }: ViewRequest, known: RevisionOf, point: SeenFrom | undefined): Promise<unknown> {
    const aggregate = this.aggregateOf(stream)
    if (aggregate === undefined) throw new Error(`no aggregate of this domain has the stream ${stream}`)
    return view(await this.#states.stateFrom(aggregate, stream, known(stream), now ? undefined : point))
  }
}

const isSingle = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest =>
  'stream' in request
