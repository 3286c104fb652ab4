// Properties of every aggregate.
import type { Aggregate, AnyCommand, AnyEvent, DecisionContext } from '@skein/kernel'
import fc from 'fast-check'
import { test } from 'vitest'
import { decideAfterReorderedEvents, repeatsAreRedundant, type Step } from './run-commands.js'

export const testAggregateProperties = <
  Command extends AnyCommand,
  Event extends AnyEvent,
  State,
  Views extends DecisionContext,
>(
  aggregate: Aggregate<Command, Event, State, Views>,
  someSteps: fc.Arbitrary<readonly Step<Views>[]>,
): void => {
  test('a repeated command for the same day records nothing', () => {
    fc.assert(
      fc.property(someSteps, (steps) => repeatsAreRedundant(aggregate, steps)),
      { numRuns: 300 },
    )
  })

  test('decides without an exception after events in any order', () => {
    fc.assert(
      fc.property(someSteps, fc.gen(), (steps, pick) =>
        decideAfterReorderedEvents(aggregate, steps, (events) => pick(() => fc.shuffledSubarray([...events]))),
      ),
      { numRuns: 200 },
    )
  })
}
