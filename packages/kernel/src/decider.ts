import * as E from 'fp-ts/lib/Either.js'
import type { AnyCommand, CommandType } from './commands.js'
import type { Day } from './days.js'
import type { StreamDivision } from './divisions.js'
import type { AnyEvent, EventType } from './events.js'
import { judge, type Rejection, type Rule } from './rules.js'

/** A request to read another stream: the engine folds it and gives `view` of the state, or of the initial state where there is no stream. */
export interface ViewRequest<View = unknown> {
  readonly stream: string
  view(state: unknown): View
}

/** Requests by name; several of one kind are a map from their id. */
export type ViewRequests = Readonly<Record<string, ViewRequest | ReadonlyMap<string, ViewRequest>>>

/** A request to read the stream `stream` through a view that its aggregate exports. */
export const readView = <State, View>(stream: string, view: (state: State) => View): ViewRequest<View> => ({
  stream,
  // sound: a stream's name names the aggregate whose state the view takes, and views are exported beside stream names
  view: (state) => view(state as State),
})

/** What every decision is given besides the views that it asks for. */
export interface DecisionContext {
  /** The stream's name without its aggregate. */
  readonly id: string
  /** Today, in the runtime's time zone. */
  readonly recordedOn: Day
  /** The id of the stream that already holds what the command claims (see `Aggregate.claim`). */
  readonly claimedBy?: string
}

/** How one kind of stream decides: everything in it is pure and total. */
export interface Decider<Command, Event, State, Views> {
  readonly initialState: State
  /** The state after an event; a type it does not know changes nothing. */
  evolve(state: State, event: Event): State
  /** The views of other streams that a command needs, named from the command or the own state. */
  views(command: Command, state: State): ViewRequests
  /** Every view of an absent stream: what `propose` and the rules get for views that were not requested. */
  readonly absentViews: Omit<Views, keyof DecisionContext>
  /** The events that the command would record if no rule objected. It guards nothing: the rules judge. */
  propose(command: Command, state: State, views: Views): readonly Event[]
  /** Whether all that is proposed only repeats what already holds; then nothing is recorded. Default: never. */
  isRedundant?(proposed: readonly Event[], state: State): boolean
}

/** Everything the library knows about one kind of stream. */
export interface Aggregate<Command extends AnyCommand, Event extends AnyEvent, State, Views> {
  /** Streams are named `<name>-<id>`. */
  readonly name: string
  readonly decider: Decider<Command, Event, State, Views>
  /** The one list of rules: commands are judged by it before events are stored, and `check` judges any log by it. */
  readonly rules: readonly Rule<Event, State, Views>[]
  readonly commands: Readonly<Record<string, CommandType>>
  readonly events: Readonly<Record<string, EventType>>
  /** The streams of the people whom the `personal` or `note` of a command is about; the target's own by default. */
  persons?(command: Command): readonly string[]
  /** Something that only one stream in a scope may have, in clear; the engine stores nothing but its fingerprint. */
  claim?(command: Command): { readonly scope: string; readonly value: string } | undefined
  /** Which division a stream belongs to, for adapters that show people only their own. */
  readonly division?: StreamDivision
}

/**
 * Decides one command: proposes events, drops them where they are redundant, and judges them by the aggregate's rules,
 * each on the state that the events before it leave. Right: the events to record, none where nothing changes.
 * Left: the first rule that one of them breaks. Never throws where the decider is total.
 *
 * @example
 * decide(Journey.aggregate, command, state, { ...Journey.decider.absentViews, id: 't1', recordedOn: day('2018-06-11') })
 */
export const decide = <Command extends AnyCommand, Event extends AnyEvent, State, Views>(
  { decider, rules }: Pick<Aggregate<Command, Event, State, Views>, 'decider' | 'rules'>,
  command: Command,
  state: State,
  views: Views,
): E.Either<Rejection, readonly Event[]> => {
  const proposed = decider.propose(command, state, views)
  if (proposed.length === 0 || decider.isRedundant?.(proposed, state)) return E.right([])
  return judge(rules, decider.evolve, proposed, state, views)
}

/** One handler per event type, checked by the compiler to be complete. Unknown types change nothing. */
export type Handlers<State, Event extends AnyEvent> = {
  readonly [Type in Event['type']]: (state: State, data: Extract<Event, { type: Type }>['data']) => State
}

/** A fold from one handler per event type. */
export const evolveWith =
  <State, Event extends AnyEvent>(handlers: Handlers<State, Event>) =>
  (state: State, event: Event): State => {
    if (!Object.hasOwn(handlers, event.type)) return state
    // sound: the handler stored under a type takes that type's data
    const handler = handlers[event.type as Event['type']] as (state: State, data: unknown) => State
    return handler(state, event.data)
  }
