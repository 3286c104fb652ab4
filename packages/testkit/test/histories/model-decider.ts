// How the model decides: every entry of a stream again, in history order.
import {
  type AnyAggregate,
  type AnyCommand,
  type AnyEvent,
  type AnyProcess,
  type Breach,
  type BuiltInRules,
  breachesOf,
  type Day,
  type DecisionViews,
  isSame,
  partsOf,
  type Rank,
  type Rejection,
  rankOfCommand,
  type ViewRequest,
  type ViewRequests,
} from '@skein/kernel'
import type { ModelEntry, ModelLog } from './model-log.js'

export interface ModelDomain {
  aggregateOf(stream: string): AnyAggregate
  targetOf(command: AnyCommand): string
  readonly processes: readonly AnyProcess[]
  readonly rules: BuiltInRules
  readonly today: Day
  /** The view of a stream that the model does not hold. */
  elsewhere(request: ViewRequest, command: AnyCommand): unknown
  /** Whether the model holds a stream. */
  holds(stream: string): boolean
}

/** Where a decision stands: what it sees of other streams has an earlier day, or the same day and an earlier place. */
type Point = { readonly on: Day; readonly place: number; readonly id: number }

interface Decided {
  readonly events: readonly AnyEvent[]
  readonly rejection?: Rejection
}

export class ModelDecider {
  readonly #domain: ModelDomain
  readonly #log: ModelLog

  constructor(domain: ModelDomain, log: ModelLog) {
    this.#domain = domain
    this.#log = log
  }

  rankOf(stream: string, command: AnyCommand): Rank {
    return rankOfCommand(this.#domain.aggregateOf(stream), command)
  }

  fold(stream: string, entries: readonly ModelEntry[]): unknown {
    const { initialState, evolve } = this.#domain.aggregateOf(stream).decider
    return entries.flatMap(({ events }) => events).reduce(evolve, initialState)
  }

  /** The views of a process that answers an entry: as things stood at it, without what followed from it. */
  viewsBehind(requests: ViewRequests, { command, place, id }: ModelEntry): Readonly<Record<string, unknown>> {
    return this.#read(requests, command, { on: command.data.on, place, id: id + 0.5 })
  }

  /** Decides an entry of a process for the first time. */
  decideFirst(entry: ModelEntry): Decided {
    const before = this.#log.history(entry.stream)
    const state = this.fold(entry.stream, before.slice(0, before.indexOf(entry)))
    const views = this.#viewsFor(entry, state)
    const { decider } = this.#domain.aggregateOf(entry.stream)
    const events = decider.propose(entry.command, state, views)
    if (events.length === 0 || this.#repeats(entry, events, state)) return { events: [] }
    const [breach] = this.#breaches(entry, events, state, views)
    return breach === undefined ? { events } : { events, rejection: breach }
  }

  /** Decides all entries of a stream again, in history order. Says whether anything is different. */
  decideAgain(stream: string): boolean {
    const { decider } = this.#domain.aggregateOf(stream)
    let state = decider.initialState
    let isChanged = false
    for (const entry of this.#log.history(stream)) {
      const wasBlocked = entry.blocked !== undefined
      const { events, contradictedBy } = entry
      this.#decideEntry(entry, state)
      isChanged ||= wasBlocked !== (entry.blocked !== undefined)
      isChanged ||= !isSame(events, entry.events) || !isSame(contradictedBy, entry.contradictedBy)
      isChanged ||= !this.#log.entries.includes(entry)
      if (this.#log.entries.includes(entry)) state = entry.events.reduce(decider.evolve, state)
    }
    return isChanged
  }

  #decideEntry(entry: ModelEntry, state: unknown): void {
    const { stream, command, cause } = entry
    const { decider } = this.#domain.aggregateOf(stream)
    const views = this.#viewsFor(entry, state)
    const events = decider.propose(command, state, views)
    entry.blocked = undefined
    if (events.length === 0) {
      if (cause === undefined) entry.blocked = this.#nothing(command)
      else this.#log.remove([entry])
      return
    }
    // what it recorded is left as it is, and what it never recorded stays unrecorded
    if (this.#repeats(entry, events, state)) return
    const breaches = this.#breaches(entry, events, state, views)
    const refusing =
      entry.isSettled && cause === undefined ? breaches.find(({ permission }) => !permission) : breaches[0]
    if (refusing !== undefined && cause !== undefined) {
      // what a process entered is never in the way: it is taken out, and its cause answered again
      this.#log.remove([entry])
      return
    }
    entry.blocked = refusing
    if (refusing !== undefined) return
    entry.contradictedBy = [...new Set(breaches.map(({ rule }) => rule))].sort()
    entry.events = events
  }

  #nothing({ type }: AnyCommand): Rejection {
    const { id, title } = this.#domain.rules.nothingToRecord
    return { rule: id, message: title, evidence: { command: type } }
  }

  /** Whether every event only says what stands: for a person for the same day, for a process for any. */
  #repeats({ stream, cause }: ModelEntry, events: readonly AnyEvent[], state: unknown): boolean {
    const { decider } = this.#domain.aggregateOf(stream)
    return events.every((event) => {
      const on = decider.alreadyRecordedFor?.(event, state)
      return on !== undefined && (cause !== undefined || on === event.data.on)
    })
  }

  /** All rules that the events break, each on the state after those before it. */
  #breaches(entry: ModelEntry, events: readonly AnyEvent[], from: unknown, views: DecisionViews): readonly Breach[] {
    const { decider, rules, events: types } = this.#domain.aggregateOf(entry.stream)
    let state = from
    const breaches = events.flatMap((event) => {
      const found = [...breachesOf(rules, event, state, views)]
      state = decider.evolve(state, event)
      return found
    })
    const isRepeatedAct =
      entry.cause === undefined &&
      events.every((event) => decider.alreadyRecordedFor?.(event, from) !== undefined) &&
      events.some(({ type }) => types[type]?.observation !== true)
    if (!isRepeatedAct) return breaches
    const { id, title } = this.#domain.rules.recordedForAnotherDay
    return [...breaches, { rule: id, message: title, evidence: {}, permission: false }]
  }

  #viewsFor(entry: ModelEntry, state: unknown): DecisionViews {
    const { stream, command, place, id, cause } = entry
    const { decider } = this.#domain.aggregateOf(stream)
    return {
      ...decider.absentViews,
      ...this.#read(decider.views(command, state), command, { on: command.data.on, place, id }),
      id: partsOf(stream).id,
      recordedOn: this.#domain.today,
      revision: id,
      byProcess: cause !== undefined,
    }
  }

  #read(requests: ViewRequests, command: AnyCommand, point: Point): Readonly<Record<string, unknown>> {
    const one = (request: ViewRequest): unknown => {
      const { stream, view, now } = request
      if (!this.#domain.holds(stream)) return this.#domain.elsewhere(request, command)
      const all = this.#log.history(stream)
      // a reference is read as it was recorded before the change
      return view(this.fold(stream, now ? all.filter(({ isSettled }) => isSettled) : all.filter(isSeenFrom(point))))
    }
    return Object.fromEntries(
      Object.entries(requests).map(([name, request]) => [
        name,
        'stream' in request ? one(request) : new Map([...request].map(([key, each]) => [key, one(each)])),
      ]),
    )
  }
}

const isSeenFrom =
  ({ on, place, id }: Point) =>
  (entry: ModelEntry): boolean => {
    if (entry.command.data.on !== on) return entry.command.data.on < on
    return entry.place < place || (entry.place === place && entry.id < id)
  }
