// What holds of every aggregate, whatever is said of it.
import type { Aggregate, AnyCommand, AnyEvent, DecisionContext } from '@skein/kernel'
import fc from 'fast-check'
import { test } from 'vitest'
import { decidesAnyhow, repeatsSayNothing, type Step } from './play.js'

/** @param later a day after all that is said */
export const alwaysHolds = <
  Said,
  Command extends AnyCommand,
  Event extends AnyEvent,
  State,
  Facts extends DecisionContext,
>(
  aggregate: Aggregate<Command, Event, State, Facts>,
  someCommands: fc.Arbitrary<Said>,
  stepsOf: (said: Said) => readonly Step<Facts>[],
  later: string,
): void => {
  test('what is said again on another day says nothing', () => {
    fc.assert(
      fc.property(someCommands, (commands) => repeatsSayNothing(aggregate, stepsOf(commands), later)),
      { numRuns: 300 },
    )
  })

  test('decides after events in any order', () => {
    fc.assert(
      fc.property(someCommands, fc.gen(), (commands, pick) =>
        decidesAnyhow(aggregate, stepsOf(commands), (events) => pick(() => fc.shuffledSubarray([...events]))),
      ),
      { numRuns: 200 },
    )
  })
}
