// Tests read like the domain: given these events, when this command, then those events or that rule.
import type { Aggregate, AnyCommand, AnyEvent, CommandType, DecisionContext, Rejection } from '@skein/kernel'
import { day, decide } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'

interface Decision<Event, Command, State, Views> {
  readonly outcome: E.Either<Rejection, readonly Event[]>
  readonly state: State
  /** Another decision after this one; a refused command leaves the state as it was. */
  when(command: unknown, views?: Partial<Views>): Decision<Event, Command, State, Views>
  /** The recorded events as `{ type, data }`; throws if a rule refused the command. */
  readonly events: readonly Event[]
  /** The id of the rule that refused the command; throws if none did. */
  readonly rule: string
  /** The evidence of that rule; throws if none refused the command. */
  readonly evidence: Rejection['evidence']
}

/** The state of a stream after these events, for decisions. Views that `when` lacks are those of absent streams. */
export const given = <Command extends AnyCommand, Event extends AnyEvent, State, Views extends DecisionContext>(
  aggregate: Aggregate<Command, Event, State, Views>,
  ...events: readonly unknown[]
) => {
  const { decider } = aggregate
  const decideOn = (before: State, input: unknown, views: Partial<Views>): Decision<Event, Command, State, Views> => {
    const command = parseCommand(aggregate, input)
    // sound: the absent views and the given ones make up all views
    const allViews = {
      ...decider.absentViews,
      id: 'x',
      recordedOn: day('2030-12-31'),
      revision: 1,
      byProcess: isByProcess(aggregate, command),
      ...views,
    } as unknown as Views
    const outcome = decide(aggregate, command, before, allViews)
    const state = E.isRight(outcome) ? outcome.right.reduce(evolve, before) : before
    return {
      outcome,
      state,
      when: (next, views = {}) => decideOn(state, next, views),
      get events() {
        if (E.isLeft(outcome))
          throw new Error(`refused by ${outcome.left.rule}: ${JSON.stringify(outcome.left.evidence)}`)
        return outcome.right
      },
      get rule() {
        if (E.isRight(outcome)) throw new Error(`accepted: ${JSON.stringify(outcome.right)}`)
        return outcome.left.rule
      },
      get evidence() {
        if (E.isRight(outcome)) throw new Error(`accepted: ${JSON.stringify(outcome.right)}`)
        return outcome.left.evidence
      },
    }
  }
  const evolve = (state: State, event: Event) => decider.evolve(state, event)
  // sound: each is parsed by the schema of its type
  const history = events.map((event) => parseEvent(aggregate, event) as Event)
  const state = history.reduce(evolve, decider.initialState)
  return { history, state, when: (command: unknown, views: Partial<Views> = {}) => decideOn(state, command, views) }
}

/** Whether only processes send such a command. */
const isByProcess = (
  { commands }: { readonly commands: Readonly<Record<string, CommandType>> },
  { type }: AnyCommand,
) => commands[type]?.byProcess === true

const typeOf = (input: unknown): string =>
  typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : 'nothing'

export const parseCommand = <Command extends AnyCommand, Event extends AnyEvent, State, Views>(
  { commands, name }: Aggregate<Command, Event, State, Views>,
  input: unknown,
): Command => {
  const type = commands[typeOf(input)]
  if (type === undefined) throw new Error(`${name} has no command ${typeOf(input)}`)
  // sound: the schema of this type is one of the union's
  return type.schema.parse(input) as unknown as Command
}

const parseEvent = <Command extends AnyCommand, Event extends AnyEvent, State, Views>(
  { events, name }: Aggregate<Command, Event, State, Views>,
  input: unknown,
): unknown => {
  const type = events[typeOf(input)]
  if (type === undefined) throw new Error(`${name} has no event ${typeOf(input)}`)
  return type.schema.parse(input)
}
