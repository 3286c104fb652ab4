// Sequences of commands on one stream, for properties.
import { type Aggregate, type AnyCommand, type AnyEvent, type DecisionContext, decide } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { given, parseCommand, viewsFor } from './given.js'

/** A command, and the views that its decision gets. */
export interface Step<Views> {
  readonly command: unknown
  readonly views?: Partial<Views> | undefined
}

export interface Run<Event> {
  /** The events before the first command, and those that the commands recorded, in history order. */
  readonly events: readonly Event[]
  /** The ids of the rules that refused a command. */
  readonly refusals: readonly string[]
  /** The rules of permission that speak against events since something was entered for an earlier day. */
  readonly contradictions: readonly string[]
}

/** Sends commands one after the other to a stream that has some events already. */
export const runCommands = <Command extends AnyCommand, Event extends AnyEvent, State, Views extends DecisionContext>(
  aggregate: Aggregate<Command, Event, State, Views>,
  steps: readonly Step<Views>[],
  eventsBefore: readonly unknown[] = [],
) => {
  const refusals: string[] = []
  const start = given(aggregate, ...eventsBefore)
  let current: typeof start = start
  for (const { command, views = {} } of steps) {
    const decision = current.when(command, views)
    if (E.isLeft(decision.outcome)) refusals.push(decision.outcome.left.rule)
    current = decision
  }
  const { state, history, contradictions, when } = current
  return { events: history, refusals, contradictions, state, when }
}

/**
 * Asserts a property of the events of generated runs, but of those with a contradiction since something was entered
 * for an earlier day. The rule must refuse a command in at least a tenth of the runs.
 */
export const assertForRuns = <Event>(
  runs: fc.Arbitrary<Run<Event>>,
  rule: string,
  property: (events: readonly Event[]) => boolean,
): void => {
  let [count, refused] = [0, 0]
  fc.assert(
    fc.property(runs, ({ events, refusals, contradictions }) => {
      count += 1
      if (refusals.includes(rule)) refused += 1
      return contradictions.length > 0 || property(events)
    }),
    { numRuns: 300 },
  )
  expect(refused / count).toBeGreaterThanOrEqual(0.1)
}

/** Whether every accepted command records nothing when it is repeated for the same day. */
export const repeatsAreRedundant = <
  Command extends AnyCommand,
  Event extends AnyEvent,
  State,
  Views extends DecisionContext,
>(
  aggregate: Aggregate<Command, Event, State, Views>,
  steps: readonly Step<Views>[],
): boolean => {
  let current: Pick<ReturnType<typeof given<Command, Event, State, Views>>, 'when'> = given(aggregate)
  return steps.every(({ command, views = {} }) => {
    const first = current.when(command, views)
    current = first
    if (E.isLeft(first.outcome)) return true
    const repeat = first.when(command, views)
    return E.isRight(repeat.outcome) && repeat.outcome.right.length === 0
  })
}

/** Decides every command after events that `reorder` drops and reorders: any decision is right, an exception is not. */
export const decideAfterReorderedEvents = <
  Command extends AnyCommand,
  Event extends AnyEvent,
  State,
  Views extends DecisionContext,
>(
  aggregate: Aggregate<Command, Event, State, Views>,
  steps: readonly Step<Views>[],
  reorder: (events: readonly Event[]) => readonly Event[],
): void => {
  const { decider } = aggregate
  const events = reorder(runCommands(aggregate, steps).events)
  const state = events.reduce((before, event) => decider.evolve(before, event), decider.initialState)
  for (const { command, views = {} } of steps) {
    decide(aggregate, parseCommand(aggregate, command), state, viewsFor(aggregate, {}))
    decide(aggregate, parseCommand(aggregate, command), state, viewsFor(aggregate, views))
  }
}
