// One stream whose history kernel's functions revise, without an engine.

import { domain } from '@skein/core'
import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  builtInRules,
  type Day,
  type DecisionViews,
  emptyHistory,
  extendHistory,
  type History,
  type HistoryEntry,
  isSeenFrom,
  type Point,
  partsOf,
  partsOfChange,
  type Rejection,
  reviseWith,
  seenEntries,
  type ViewRequest,
  type ViewRequests,
  type ViewsNeeded,
} from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'

export interface SingleStreamOptions {
  readonly aggregate: AnyAggregate
  readonly stream: string
  readonly today: Day
  /** The view of another stream. */
  elsewhere(request: ViewRequest, command: AnyCommand): unknown
}

export const rules = { ...builtInRules, ...domain.builtInRules }

export class SingleStream {
  readonly #options: SingleStreamOptions
  #history: History = emptyHistory
  #nextRevision = 0
  #appends = 0
  #state: unknown

  constructor(options: SingleStreamOptions) {
    this.#options = options
    this.#state = options.aggregate.decider.initialState
  }

  /** The standing entries, in history order. */
  get entries(): readonly HistoryEntry[] {
    return this.#history.entries
  }

  /** The state that the last revision gave. */
  get state(): unknown {
    return this.#state
  }

  fold(entries: readonly HistoryEntry[] = this.entries): unknown {
    const { initialState, evolve } = this.#options.aggregate.decider
    return entries.flatMap(({ events }) => events).reduce(evolve, initialState)
  }

  /** Enters commands of people in one append; gives the events that they recorded. */
  enter(...commands: readonly AnyCommand[]): E.Either<Rejection, readonly AnyEvent[]> {
    const { aggregate, stream } = this.#options
    this.#appends += 1
    const at = String(this.#appends).padStart(6, '0')
    const proposals = commands.map((command, entry) => ({
      command,
      place: { at, id: at, entry, depth: 0 },
      byProcess: false,
    }))
    const revised = reviseWith(
      {
        aggregate,
        stream,
        entries: this.entries,
        state: this.#state,
        nextRevision: this.#nextRevision,
        builtInRules: rules,
      },
      { proposals },
      (needed) => this.#viewsFor(needed),
    )
    if (E.isLeft(revised)) return E.left(revised.left.rejection)
    const { changes, state } = revised.right
    const entered = changes.flatMap((change) => (change.kind === 'entered' ? change.events : []))
    if (entered.length === 0) return E.right([])
    const replacements = new Map<string, string>()
    let entry = 0
    let becauseOf = ''
    for (const change of changes) {
      const origin = change.kind === 'entered' ? { place: change.place } : {}
      for (const part of partsOfChange(change, origin, { replacements, becauseOf })) {
        const first = `e${this.#nextRevision}`
        if (part.isEntered) becauseOf = first
        if (part.replaces !== undefined) replacements.set(part.replaces, first)
        const { place, replaces } = part
        const special = { ...(place && { place }), ...(replaces !== undefined && { replaces }) }
        const metadata = { actor: '', commandId: at, recordedAt: at, entry, ...special }
        const recorded = part.events.map((event, index) => {
          const revision = this.#nextRevision + index
          return { event, eventId: `e${revision}`, revision, metadata }
        })
        this.#history = extendHistory(this.#history, recorded, aggregate)
        this.#nextRevision += part.events.length
        entry += 1
      }
    }
    this.#state = state
    return E.right(entered)
  }

  #viewsFor({ command, state, point, revision, byProcess }: ViewsNeeded): DecisionViews {
    const { aggregate, stream, today } = this.#options
    return {
      ...aggregate.decider.absentViews,
      ...this.#read(aggregate.decider.views(command, state), command, point),
      id: partsOf(stream).id,
      recordedOn: today,
      revision,
      byProcess,
    }
  }

  #read(requests: ViewRequests, command: AnyCommand, point: Point): Readonly<Record<string, unknown>> {
    const one = (request: ViewRequest): unknown => {
      if (request.stream !== this.#options.stream) return this.#options.elsewhere(request, command)
      const seen = request.now ? this.entries : seenEntries(this.entries, (one) => isSeenFrom(one, point))
      return request.view(this.fold(seen))
    }
    return Object.fromEntries(
      Object.entries(requests).map(([name, request]) => [
        name,
        'stream' in request ? one(request) : new Map([...request].map(([key, each]) => [key, one(each)])),
      ]),
    )
  }
}
