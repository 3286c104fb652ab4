import { type CommandInput, domain } from '@skein/core'
import type { AnyEvent, Day, Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type HistoryEvent, parsedEvent } from './check-history.js'
import { defaultRecordedOn } from './recorded-on.js'
import { World } from './world.js'

/** The expected result: the id of the rule that rejects, or the events with those fields of their data that matter. */
export type Expected = string | readonly { readonly type: string; readonly data?: Readonly<Record<string, unknown>> }[]

export interface When {
  /** Decides the command; throws an `Error` that shows both results if it differs from the expected one. */
  then(expected: Expected): Then
}

export interface Then {
  /** Another command, after the events of the one before. */
  when(command: CommandInput): When
  /** The rejection; `undefined` if the command was accepted. */
  readonly rejection: Rejection | undefined
  /** The recorded events; none if the command was rejected or changed nothing. */
  readonly events: readonly AnyEvent[]
}

export interface GivenOptions {
  /** The day on which the command is recorded; default 2030-12-31. */
  readonly recordedOn?: Day
}

/** Without processes: a test shows the decision on the given events alone. */
const withoutProcesses = { aggregates: domain.aggregates, processes: [] }

/**
 * A test of one decision: given these events of any streams, when this command is sent, then these events are recorded or
 * that rule rejects it. The real deciders decide, with the views that they ask for. The given events need not keep the
 * rules; processes do not run.
 *
 * Throws a `ZodError` if an event or a command does not fit its schema.
 *
 * @example
 * given([{ stream: 'division-532329102', type: 'DivisionRegistered', data: { … } }])
 *   .when({ type: 'FoundBase', data: { baseId: 'b1', … } })
 *   .then([{ type: 'BaseFounded', data: { baseId: 'b1' } }])
 */
export const given = (
  events: readonly HistoryEvent[],
  { recordedOn = defaultRecordedOn }: GivenOptions = {},
): Pick<Then, 'when'> => {
  const world = new World(withoutProcesses, recordedOn)
  for (const event of events) world.force(event.stream, parsedEvent(event))
  return { when: (command) => whenIn(world, command) }
}

const whenIn = (world: World, command: CommandInput): When => ({
  // biome-ignore lint/suspicious/noThenProperty: given, when, then; nobody awaits it
  then: (expected) => {
    const result = world.execute(command)
    const actual = E.isLeft(result) ? result.left.rule : result.right
    if (!matches(actual, expected)) {
      const evidence = E.isLeft(result) ? ` because of ${JSON.stringify(result.left.evidence)}` : ''
      throw new Error(`${command.type}: expected ${textOf(expected)}, got ${textOf(actual)}${evidence}`)
    }
    return {
      when: (next) => whenIn(world, next),
      rejection: E.isLeft(result) ? result.left : undefined,
      events: E.isRight(result) ? result.right : [],
    }
  },
})

const textOf = (result: Expected | readonly AnyEvent[]): string =>
  typeof result === 'string' ? result : JSON.stringify(result)

const matches = (actual: string | readonly AnyEvent[], expected: Expected): boolean => {
  if (typeof actual === 'string' || typeof expected === 'string') return actual === expected
  return (
    actual.length === expected.length &&
    expected.every(({ type, data = {} }, index) => actual[index]?.type === type && contains(actual[index]?.data, data))
  )
}

/** Whether a value contains all that is expected. Objects may have more fields; lists may not have more members. */
const contains = (value: unknown, expected: unknown): boolean => {
  if (Object.is(value, expected)) return true
  if (typeof value !== 'object' || typeof expected !== 'object' || value === null || expected === null) return false
  if (Array.isArray(expected) !== Array.isArray(value)) return false
  if (Array.isArray(expected) && Array.isArray(value) && expected.length !== value.length) return false
  const fields = new Map(Object.entries(value))
  return Object.entries(expected).every(([name, field]) => contains(fields.get(name), field))
}
