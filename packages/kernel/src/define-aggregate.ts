import {
  type AnyCommand,
  type CommandInputOf,
  type CommandOf,
  type CommandType,
  commandTypes,
  isMirror,
  withMirrors,
} from './commands.js'
import type { Day } from './days.js'
import {
  type Aggregate,
  type DecisionContext,
  evolveWith,
  type Handlers,
  type SeenStates,
  type ViewRequests,
} from './decider.js'
import type { StreamDivision } from './divisions.js'
import { type EventOf, type EventSchema, eventTypes, type Upcast } from './events.js'
import { type Rule, type RuleMaker, ruleFor } from './rules.js'

/** What an aggregate is made of. `Read` are the views of other streams that its commands need. */
export interface AggregateDefinition<Type extends CommandType, Schema extends EventSchema, State, Read extends object> {
  /** Without a dash: streams are named `<name>-<id>`. */
  readonly name: string
  readonly events: readonly Schema[]
  /** Upcasts of events whose schema changed, by type. */
  readonly upcasts?: Readonly<Record<string, readonly Upcast[]>>
  /** Made by `commandsTo({ <target>: … })`. */
  readonly commands: readonly Type[]
  readonly initialState: State
  /** One handler for each event type. */
  readonly evolve: Handlers<NoInfer<State>, NoInfer<EventOf<Schema>>>
  /** The events that a command records unless a rule refuses them. Commands made by `mirror` do not need it. */
  propose?(
    command: NoInfer<CommandOf<Type>>,
    state: NoInfer<State>,
    views: DecisionContext & NoInfer<Read>,
  ): readonly NoInfer<EventOf<Schema>>[]
  /** Makes the list of rules, which judge in its order. */
  rules?(
    rule: RuleMaker<EventOf<Schema>, State, DecisionContext & Read>,
  ): readonly Rule<NoInfer<EventOf<Schema>>, NoInfer<State>, DecisionContext & NoInfer<Read>>[]
  /** Requests the views of other streams that a command needs. */
  views?(command: NoInfer<CommandOf<Type>>, state: NoInfer<State>): ViewRequests
  /** Every view as it is of an absent stream, and for commands that did not request it. */
  readonly absentViews?: Read
  /** The day for which the state already says what an event says: then it is not recorded again. Default: always new. */
  alreadyRecordedFor?(event: NoInfer<EventOf<Schema>>, state: NoInfer<State>): Day | undefined
  persons?(command: NoInfer<CommandOf<Type>>): readonly string[]
  claim?(command: NoInfer<CommandOf<Type>>): { readonly scope: string; readonly value: string } | undefined
  readonly division?: StreamDivision
  readonly sees?: SeenStates
}

/**
 * An aggregate from its events, commands, state and rules. Types are inferred: give `initialState` the type of the state.
 *
 * @example
 * const group = defineAggregate({
 *   name: 'group', events: [SharePaid], commands: [mirror('PayShare', SharePaid)], initialState: { fen: 0 },
 *   evolve: { SharePaid: ({ fen }, { amountFen }) => ({ fen: fen + amountFen }) },
 *   rules: (rule) => [rule({ id: 'P1', …, on: ['SharePaid'], breach: ({ data }) => … })],
 * })
 */
export const defineAggregate = <
  Type extends CommandType,
  Schema extends EventSchema,
  State,
  Read extends object = Record<never, never>,
>(
  definition: AggregateDefinition<Type, Schema, State, Read>,
): Aggregate<CommandOf<Type> & AnyCommand, EventOf<Schema>, State, DecisionContext & Read, CommandInputOf<Type>> => {
  const { name, events, upcasts, commands, initialState, evolve, propose, rules, views } = definition
  const { alreadyRecordedFor, persons, claim, division, sees } = definition
  return {
    name,
    decider: {
      initialState,
      evolve: evolveWith<State, EventOf<Schema>>(evolve),
      views: views ?? (() => ({})),
      // sound: without views of other streams, `Read` is empty
      absentViews: (definition.absentViews ?? {}) as Omit<DecisionContext & Read, keyof DecisionContext>,
      propose: withMirrors(
        commands.filter(isMirror),
        propose &&
          ((command: CommandOf<Type> & AnyCommand, state: State, read: DecisionContext & Read) =>
            propose(command, state, read)),
      ),
      ...(alreadyRecordedFor && { alreadyRecordedFor }),
    },
    rules: rules?.(ruleFor<EventOf<Schema>, State, DecisionContext & Read>()) ?? [],
    commands: commandTypes(commands),
    events: eventTypes(events, upcasts),
    ...(persons && { persons }),
    ...(claim && { claim }),
    ...(division && { division }),
    ...(sees && { sees }),
  }
}
