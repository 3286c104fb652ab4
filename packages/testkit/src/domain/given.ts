import type { CommandInput } from '@skein/core'
import type { AnyEvent, Day, Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type DomainOption, domainOf } from './domain-option.js'
import { type HistoryEvent, parsedEvents } from './history-event.js'
import { defaultRecordedOn } from './recorded-on.js'
import { World } from './world.js'

/** The expected result: the id of the rule that rejects, or the events with those fields of their data that matter. */
export type Expected = string | readonly { readonly type: string; readonly data?: Readonly<Record<string, unknown>> }[]

export interface When<Input = CommandInput> {
  /** Decides the command; throws an `Error` that shows both results if it differs from the expected one. */
  then(expected: Expected): Then<Input>
}

export interface Then<Input = CommandInput> {
  /** Another command, after the events of the one before. */
  when(command: Input): When<Input>
  /** The rejection; `undefined` if the command was accepted. */
  readonly rejection: Rejection | undefined
  /** The recorded events; none if the command was rejected or changed nothing. */
  readonly events: readonly AnyEvent[]
}

export interface GivenOptions<Input = CommandInput> extends DomainOption<Input> {
  /** The day on which the command is recorded; default 2030-12-31. */
  readonly recordedOn?: Day
}

/**
 * A test of one decision: given these events of any streams, when this command is sent, then these events are recorded or
 * that rule rejects it. The real deciders decide, with the views that they ask for. The given events need not keep the
 * rules; processes do not run.
 *
 * Throws a `ZodError` if an event or a command does not fit its schema, and an `Error` that names the events that the
 * domain does not know.
 *
 * @example
 * given([{ stream: 'division-532329102', type: 'DivisionRegistered', data: { … } }])
 *   .when({ type: 'FoundBase', data: { baseId: 'b1', … } })
 *   .then([{ type: 'BaseFounded', data: { baseId: 'b1' } }])
 */
export const given = <Input = CommandInput>(
  events: readonly HistoryEvent[],
  options: GivenOptions<Input> = {},
): Pick<Then<Input>, 'when'> => {
  const { aggregates } = domainOf(options)
  // without processes: a test shows the decision on the given events alone
  const world = new World({ aggregates, processes: [] }, options.recordedOn ?? defaultRecordedOn)
  for (const { stream, event } of parsedEvents(events, { aggregates })) world.force(stream, event)
  return { when: (command) => whenIn(world, command) }
}

const whenIn = <Input>(world: World, command: Input): When<Input> => ({
  // biome-ignore lint/suspicious/noThenProperty: given, when, then; nobody awaits it
  then: (expected) => {
    const result = world.execute(command)
    const actual = E.isLeft(result) ? result.left.rule : result.right
    if (!matches(actual, expected)) {
      const evidence = E.isLeft(result) ? ` because of ${JSON.stringify(result.left.evidence)}` : ''
      throw new Error(`${typeOf(command)}: expected ${textOf(expected)}, got ${textOf(actual)}${evidence}`)
    }
    return {
      when: (next) => whenIn(world, next),
      rejection: E.isLeft(result) ? result.left : undefined,
      events: E.isRight(result) ? result.right : [],
    }
  },
})

const typeOf = (command: unknown): string =>
  typeof command === 'object' && command !== null && 'type' in command ? String(command.type) : 'The command'

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
