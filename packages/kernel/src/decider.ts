import type * as E from 'fp-ts/lib/Either.js'
import type { z } from 'zod'
import type { Day } from './days.js'
import type { AnyEvent, EventType } from './events.js'
import type { Rejection, Rule } from './rules.js'

export type AnyCommand = {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>> & { readonly on: Day }
}

/** A wish to see another stream: the engine folds it and shows `view` of the state, of the initial one where there is no stream. */
export interface ViewRequest<View = unknown> {
  readonly stream: string
  view(state: unknown): View
}

/** Wishes by name; several of one kind are a map from their id. */
export type ViewRequests = Readonly<Record<string, ViewRequest | ReadonlyMap<string, ViewRequest>>>

/** A wish to see the stream `stream`, through a view that the stream's own folder exports. */
export const readView = <State, View>(stream: string, view: (state: State) => View): ViewRequest<View> => ({
  stream,
  // sound: a stream's name names the aggregate whose state the view takes, and views are exported beside stream names
  view: (state) => view(state as State),
})

/** What every decision is given, besides the facts that it asks for. */
export interface DecisionContext {
  /** The stream's name without its aggregate. */
  readonly id: string
  /** Today, in the runtime's time zone. */
  readonly recordedOn: Day
  /** Who else already claims what the command claims (see `Aggregate.claim`): the id of their stream. */
  readonly claimedBy?: string
}

export interface Decider<Command, Event, State, Facts> {
  readonly initialState: State
  /** Pure; a type it does not know changes nothing. */
  evolve(state: State, event: Event): State
  /** The other streams that the decision looks at, named from the command or the own state. */
  views(command: Command, state: State): ViewRequests
  /** What `facts` gives where nothing was asked for: every view of an absent stream. */
  readonly absentViews: Omit<Facts, keyof DecisionContext>
  /** Events, none where nothing changes, or the first rule in the way. Total: it never throws. */
  decide(command: Command, state: State, facts: Facts): E.Either<Rejection, readonly Event[]>
}

/** One kind of command. */
export interface CommandType {
  /** `{ type, data }`; the first field of `data` is the target's id. */
  readonly schema: z.ZodObject<{ type: z.ZodLiteral<string>; data: z.ZodObject }>
  /** The event types it may record; the first one is recorded by every success. */
  readonly records: readonly string[]
  /** Sent by processes only; adapters refuse it from people. */
  readonly byProcess: boolean
}

/** Everything the library knows about one kind of stream. */
export interface Aggregate<Command extends AnyCommand, Event extends AnyEvent, State, Facts> {
  /** Streams are named `<name>-<id>`. */
  readonly name: string
  readonly decider: Decider<Command, Event, State, Facts>
  readonly rules: readonly Rule<Event, State, Facts>[]
  readonly commands: Readonly<Record<string, CommandType>>
  readonly events: Readonly<Record<string, EventType>>
  /** The streams of the people whom the `personal` or `note` of a command is about; the target's own by default. */
  persons?(command: Command): readonly string[]
  /** Something that only one stream in a scope may have, in clear; the engine keeps nothing but its fingerprint. */
  claim?(command: Command): { readonly scope: string; readonly value: string } | undefined
}

/** One handler per event type, checked by the compiler to be complete. Unknown types change nothing. */
export type Handlers<State, Event extends AnyEvent> = {
  readonly [Type in Event['type']]: (state: State, data: Extract<Event, { type: Type }>['data']) => State
}

export const evolveWith =
  <State, Event extends AnyEvent>(handlers: Handlers<State, Event>) =>
  (state: State, event: Event): State => {
    if (!Object.hasOwn(handlers, event.type)) return state
    // sound: the handler stored under a type takes that type's data
    const handler = handlers[event.type as Event['type']] as (state: State, data: unknown) => State
    return handler(state, event.data)
  }
