// Tests read like the domain: given these events, when this command, then those events or that rule.
import type { Aggregate, AnyCommand, AnyEvent, DecisionContext, Rejection } from '@skein/kernel'
import { day, decide } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'

interface Decision<Event, Command, State, Facts> {
  /** The events, or the rule. */
  readonly outcome: E.Either<Rejection, readonly Event[]>
  readonly state: State
  /** Another decision on top of this one's events; throws where they were refused. */
  when(command: unknown, facts?: Partial<Facts>): Decision<Event, Command, State, Facts>
  /** The events as `{ type, data }`; throws the rejection. */
  readonly events: readonly Event[]
  /** The id of the rule that refused; throws where none did. */
  readonly rule: string
  readonly evidence: Rejection['evidence']
}

export const given = <Command extends AnyCommand, Event extends AnyEvent, State, Facts extends DecisionContext>(
  aggregate: Aggregate<Command, Event, State, Facts>,
  ...events: readonly unknown[]
) => {
  const { decider } = aggregate
  const decideOn = (before: State, input: unknown, facts: Partial<Facts>): Decision<Event, Command, State, Facts> => {
    const command = parsedCommand(aggregate, input)
    // sound: noFacts and the given ones make up all facts
    const all = { ...decider.absentViews, id: 'x', recordedOn: day('2030-12-31'), ...facts } as unknown as Facts
    const outcome = decide(aggregate, command, before, all)
    const state = E.isRight(outcome) ? outcome.right.reduce(evolve, before) : before
    return {
      outcome,
      state,
      when: (next, facts = {}) => decideOn(state, next, facts),
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
  // sound: each was parsed by the schema of its own type
  const state = events.map((event) => parsedEvent(aggregate, event) as Event).reduce(evolve, decider.initialState)
  return { state, when: (command: unknown, facts: Partial<Facts> = {}) => decideOn(state, command, facts) }
}

const typeOf = (input: unknown): string =>
  typeof input === 'object' && input !== null && 'type' in input ? String(input.type) : 'nothing'

export const parsedCommand = <Command extends AnyCommand, Event extends AnyEvent, State, Facts>(
  { commands, name }: Aggregate<Command, Event, State, Facts>,
  input: unknown,
): Command => {
  const type = commands[typeOf(input)]
  if (type === undefined) throw new Error(`${name} has no command ${typeOf(input)}`)
  // sound: the schema of this type is one of the union's
  return type.schema.parse(input) as unknown as Command
}

const parsedEvent = <Command extends AnyCommand, Event extends AnyEvent, State, Facts>(
  { events, name }: Aggregate<Command, Event, State, Facts>,
  input: unknown,
): unknown => {
  const type = events[typeOf(input)]
  if (type === undefined) throw new Error(`${name} has no event ${typeOf(input)}`)
  return type.schema.parse(input)
}
