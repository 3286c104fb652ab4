import type { Aggregate, AnyCommand, AnyEvent, DecisionContext } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { given } from './given.js'

export interface Step<Facts> {
  readonly command: unknown
  readonly facts?: Partial<Facts>
}

/** Sends commands one after the other to an empty stream: what was recorded, what refused, and the state in the end. */
export const play = <Command extends AnyCommand, Event extends AnyEvent, State, Facts extends DecisionContext>(
  aggregate: Aggregate<Command, Event, State, Facts>,
  steps: readonly Step<Facts>[],
) => {
  const events: Event[] = []
  const refusals: string[] = []
  let last: Pick<ReturnType<typeof given<Command, Event, State, Facts>>, 'state' | 'when'> = given(aggregate)
  for (const { command, facts = {} } of steps) {
    const decision = last.when(command, facts)
    if (E.isLeft(decision.outcome)) refusals.push(decision.outcome.left.rule)
    else events.push(...decision.outcome.right)
    last = decision
  }
  return { events, refusals, state: last.state, when: last.when }
}

/** Whether every command that was accepted gives nothing when it is sent again on a later day. */
export const repeatsSayNothing = <
  Command extends AnyCommand,
  Event extends AnyEvent,
  State,
  Facts extends DecisionContext,
>(
  aggregate: Aggregate<Command, Event, State, Facts>,
  steps: readonly Step<Facts>[],
  later: string,
): boolean => {
  let last: Pick<ReturnType<typeof given<Command, Event, State, Facts>>, 'when'> = given(aggregate)
  return steps.every(({ command, facts = {} }) => {
    const first = last.when(command, facts)
    last = first
    if (E.isLeft(first.outcome)) return true
    const again = first.when(onDay(command, later), facts)
    return E.isRight(again.outcome) && again.outcome.right.length === 0
  })
}

/** Decides every command on top of events that never came in this order: any answer will do, an exception will not. */
export const decidesAnyhow = <Command extends AnyCommand, Event extends AnyEvent, State, Facts extends DecisionContext>(
  aggregate: Aggregate<Command, Event, State, Facts>,
  steps: readonly Step<Facts>[],
  disorder: (events: readonly Event[]) => readonly Event[],
): void => {
  const { when } = given(aggregate, ...disorder(play(aggregate, steps).events))
  for (const { command, facts = {} } of steps) {
    when(command)
    when(command, facts)
  }
}

const onDay = (command: unknown, on: string): unknown => {
  if (typeof command !== 'object' || command === null || !('data' in command)) return command
  return { ...command, data: { ...Object(command.data), on } }
}
