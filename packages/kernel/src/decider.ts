import * as E from 'fp-ts/lib/Either.js'
import type { AnyCommand, CommandType } from './commands.js'
import type { Day } from './days.js'
import type { StreamDivision } from './divisions.js'
import type { AnyEvent, EventType } from './events.js'
import { describeValue } from './options.js'
import { type BuiltInRules, builtInRules, judge, type Rejection, type Rule } from './rules.js'

/**
 * A request to read another stream. The engine folds that stream and calls `view` with its state; a stream without
 * events has the initial state.
 */
export interface ViewRequest<View = unknown> {
  readonly stream: string
  view(state: unknown): View
  /** The state with all that is recorded now, whatever the day of the decision. */
  readonly now?: true
}

/** View requests by name. Several streams of one kind are a map, by id. */
export type ViewRequests = Readonly<Record<string, ViewRequest | ReadonlyMap<string, ViewRequest>>>

/**
 * Requests a view of a stream as of the decision: what stands there for earlier days, and on the same day before it.
 * `view` is exported by the aggregate of that stream, beside the function that names it.
 *
 * @example
 * { base: readView(Base.stream(data.baseId), Base.existence) }
 */
export const readView = <State, View>(stream: string, view: (state: State) => View): ViewRequest<View> => ({
  stream,
  // sound: a stream's name has its aggregate, and the view takes that aggregate's state
  view: (state) => view(state as State),
})

/**
 * Requests a view of a stream with all that is recorded now, whatever the day of the decision. Only for the question
 * whether something exists at all, such as the base that a command names.
 *
 * @example
 * { base: readViewNow(Base.stream(data.baseId), Base.existence) }
 */
export const readViewNow = <State, View>(stream: string, view: (state: State) => View): ViewRequest<View> => ({
  ...readView(stream, view),
  now: true,
})

/** What every decision gets besides the views that it requests. */
export interface DecisionContext {
  /** The id of the stream, such as `t1` of `journey-t1`. */
  readonly id: string
  /** Today, in the runtime's time zone. */
  readonly recordedOn: Day
  /** The revision of the first event that is recorded; a repeated attempt at something is named after it. */
  readonly revision: number
  /** Whether a process sends the command: it finds nothing to do where a person is refused. */
  readonly byProcess: boolean
  /** The id of another stream that already holds the value that the command claims (see `Aggregate.claim`). */
  readonly claimedBy?: string
}

/** How one kind of stream decides. Every function is pure and total: it never throws, whatever the state. */
export interface Decider<Command, Event, State, Views> {
  readonly initialState: State
  /** The state after an event. An event of an unknown type leaves the state as it is. */
  evolve(state: State, event: Event): State
  /** The views of other streams that a command needs. Their ids come from the command or from the state. */
  views(command: Command, state: State): ViewRequests
  /** Every view as it is of an absent stream: `propose` and the rules get these for views that were not requested. */
  readonly absentViews: Omit<Views, keyof DecisionContext>
  /** The events that the command records unless a rule refuses them. It checks nothing: rules do. */
  propose(command: Command, state: State, views: Views): readonly Event[]
  /**
   * The day for which the state already says what the event says, the day aside; `undefined` if it says something new.
   * Default: always new.
   */
  alreadyRecordedFor?(event: Event, state: State): Day | undefined
}

/**
 * Everything about one kind of stream. `Input` is the union of its commands as callers write them
 * (`CommandInputOf<typeof …>`): `composeDomain` gives it to the types of `dispatch` and of adapters.
 */
export interface Aggregate<Command extends AnyCommand, Event extends AnyEvent, State, Views, Input = never> {
  /** Without a dash: streams are named `<name>-<id>`. */
  readonly name: string
  readonly decider: Decider<Command, Event, State, Views>
  /** The one list of rules: commands are validated against it before events are stored, and `check` re-checks logs. */
  readonly rules: readonly Rule<Event, State, Views>[]
  readonly commands: Readonly<Record<string, CommandType>>
  readonly events: Readonly<Record<string, EventType>>
  /**
   * `recorded`: the streams hold reservations for days to come, so they are folded in the order of recording. Default:
   * in the order of the days on which things happened.
   */
  readonly order?: 'recorded'
  /**
   * A value that only one stream of a scope may hold, such as an id number in a base. The command has it in plain text;
   * the engine stores only its keyed digest.
   */
  claim?(command: Command): { readonly scope: string; readonly value: string } | undefined
  /** Which division a stream belongs to, for adapters that show people only their own division. */
  readonly division?: StreamDivision
  /** What its decisions see of streams of other aggregates. Default: anything. */
  readonly sees?: SeenStates
  /** Never present: carries the type `Input`. */
  readonly input?: Input
}

/**
 * What the decisions of an aggregate see of streams of other aggregates, by the name of that aggregate: a part of the
 * state from which all their views of it are made. When such a stream changes later for an earlier day, and this part
 * shows the same on all days, the streams that looked at it are not even read.
 *
 * @example
 * { base: ({ founded, policies }: Base.State) => [founded, policies] }
 */
export type SeenStates = Readonly<Record<string, (state: never) => unknown>>

/** How `decide` answers: the first rule in the way, or the events to record. */
export type Decided<Event extends AnyEvent> = E.Either<Rejection, readonly Event[]>

/**
 * Decides one command on a state: proposes events, drops them if they only repeat what the state says, and judges each
 * by the aggregate's rules on the state after the events before it.
 *
 * Right: the events to record; none if nothing changes. Left: the first rule that an event breaks. A person's command
 * changes nothing only if it says the same for the same day. It throws only if a function of the decider or a rule
 * throws, or if `propose` returns no array of events.
 *
 * @example
 * decide(Journey.aggregate, command, state, { ...Journey.decider.absentViews, id: 't1', recordedOn: day('2018-06-11'), revision: 4, byProcess: false })
 */
export const decide = <Command extends AnyCommand, Event extends AnyEvent, State, Views>(
  { decider, events, rules }: Pick<Aggregate<Command, Event, State, Views>, 'decider' | 'events' | 'rules'>,
  command: Command,
  state: State,
  views: Views & DecisionContext,
  builtIn: BuiltInRules = builtInRules,
): Decided<Event> => {
  const proposed = decider.propose(command, state, views)
  if (!isEventList(proposed)) throw new TypeError(notEvents(proposed))
  const { byProcess } = views
  if (proposed.length === 0) return byProcess ? E.right([]) : E.left(nothingToRecord(command, builtIn))
  const repeated = repetitionIn(decider, proposed, state)
  if (repeated !== undefined && (byProcess || repeated.on === repeated.event.data.on)) return E.right([])
  const judged = judge(rules, decider.evolve, proposed, state, views)
  const another = byProcess ? undefined : recordedForAnotherDay({ decider, events }, proposed, state, builtIn)
  return E.isRight(judged) && another !== undefined ? E.left(another) : judged
}

const isEventList = (proposed: unknown): boolean =>
  Array.isArray(proposed) &&
  proposed.every(
    (event) => typeof event?.type === 'string' && typeof event.data === 'object' && typeof event.data?.on === 'string',
  )

const notEvents = (proposed: unknown): string => {
  const found = Array.isArray(proposed) ? 'an array that holds something else' : describeValue(proposed).en
  return `\`propose\` must return an array of events, each { type, data: { on, … } }, and returned ${found}`
}

/** The rejection of a person's command that would change nothing. */
export const nothingToRecord = ({ type }: AnyCommand, { nothingToRecord: { id, title } }: BuiltInRules): Rejection => ({
  rule: id,
  message: title,
  evidence: { command: type },
})

/** The rejection of a person's command whose events only repeat acts of another day. */
export const recordedForAnotherDay = <Command extends AnyCommand, Event extends AnyEvent, State, Views>(
  { decider, events }: Pick<Aggregate<Command, Event, State, Views>, 'decider' | 'events'>,
  proposed: readonly Event[],
  state: State,
  { recordedForAnotherDay: { id, title } }: BuiltInRules,
): Rejection | undefined => {
  const repeated = repetitionIn(decider, proposed, state)
  if (repeated === undefined || repeated.on === repeated.event.data.on) return undefined
  if (proposed.every(({ type }) => events[type]?.observation === true)) return undefined
  return { rule: id, message: title, evidence: { event: repeated.event.type, recordedFor: repeated.on } }
}

/**
 * If every proposed event only repeats what the state says: the one that is recorded for another day, or any; and the
 * day for which it is recorded.
 */
export const repetitionIn = <Command, Event extends AnyEvent, State, Views>(
  decider: Pick<Decider<Command, Event, State, Views>, 'alreadyRecordedFor'>,
  proposed: readonly Event[],
  state: State,
): { readonly event: Event; readonly on: Day } | undefined => {
  let found: { readonly event: Event; readonly on: Day } | undefined
  for (const event of proposed) {
    const on = decider.alreadyRecordedFor?.(event, state)
    if (on === undefined) return undefined
    if (found === undefined || on !== event.data.on) found = { event, on }
  }
  return found
}

/** One handler for each event type; the compiler finds missing ones. */
export type Handlers<State, Event extends AnyEvent> = {
  readonly [Type in Event['type']]: (state: State, data: Extract<Event, { type: Type }>['data']) => State
}

/**
 * The `evolve` function of a decider, from one handler for each event type. Events of unknown types leave the state as
 * it is.
 *
 * @example
 * evolveWith<number, Event>({ SharePaid: (sum, { amountFen }) => sum + amountFen })
 */
export const evolveWith =
  <State, Event extends AnyEvent>(handlers: Handlers<State, Event>) =>
  (state: State, event: Event): State => {
    if (!Object.hasOwn(handlers, event.type)) return state
    // sound: the handler stored under a type takes that type's data
    const handler = handlers[event.type as Event['type']] as (state: State, data: unknown) => State
    return handler(state, event.data)
  }
