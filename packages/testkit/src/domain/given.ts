// Tests read like the domain: given these events, when this command, then those events or that rule.
import { type CommandInput, domain } from '@skein/core'
import { type AnyEvent, type Day, partsOf, type Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type HistoryEvent, parsedEvent } from './check-history.js'
import { lastDay } from './days.js'
import { World } from './world.js'

/** What is expected: the id of the rule that refuses, or the events as `{ type, data }`, with those fields of `data` that matter. */
export type Expected = string | readonly { readonly type: string; readonly data?: Readonly<Record<string, unknown>> }[]

export interface When {
  /** Throws, saying what was expected and what came, where it came otherwise. */
  then(expected: Expected): Then
}

export interface Then {
  /** Another command on top of what the one before recorded. */
  when(command: CommandInput): When
  /** The refusal, if the command was refused. */
  readonly rejection: Rejection | undefined
  /** What was recorded. */
  readonly events: readonly AnyEvent[]
}

export interface GivenOptions {
  /** The day on which commands are recorded; default 2030-12-31. */
  readonly recordedOn?: Day
}

/**
 * Events of any streams, whatever the rules would have said of them, and then commands decided by the real deciders
 * with what they see of those streams. Processes do not run: what is decided is decided on what is given.
 *
 * @example
 * given([{ stream: 'division-532329102', type: 'DivisionRegistered', data: { … } }])
 *   .when({ type: 'FoundBase', data: { baseId: 'b1', … } })
 *   .then([{ type: 'BaseFounded', data: { baseId: 'b1' } }])
 */
export const given = (
  events: readonly HistoryEvent[],
  { recordedOn = lastDay }: GivenOptions = {},
): Pick<Then, 'when'> => {
  const world = new World({ aggregates: domain.aggregates, processes: [] }, recordedOn)
  for (const event of events) {
    if (partsOf(event.stream).id === '') throw new Error(`${event.stream} names no stream: expected <aggregate>-<id>`)
    world.force(event.stream, parsedEvent(event))
  }
  return { when: (command) => asked(world, command) }
}

const asked = (world: World, command: CommandInput): When => ({
  // biome-ignore lint/suspicious/noThenProperty: it reads as the domain does, and nobody awaits it
  then: (expected) => {
    const answer = world.execute(command)
    const came = E.isLeft(answer) ? answer.left.rule : answer.right
    if (!meets(came, expected))
      throw new Error(
        `${command.type}: expected ${said(expected)}, got ${said(came)}${
          E.isLeft(answer) ? ` because of ${JSON.stringify(answer.left.evidence)}` : ''
        }`,
      )
    return {
      when: (next) => asked(world, next),
      rejection: E.isLeft(answer) ? answer.left : undefined,
      events: E.isRight(answer) ? answer.right : [],
    }
  },
})

const said = (of: Expected | readonly AnyEvent[]): string => (typeof of === 'string' ? of : JSON.stringify(of))

const meets = (came: string | readonly AnyEvent[], expected: Expected): boolean => {
  if (typeof came === 'string' || typeof expected === 'string') return came === expected
  return (
    came.length === expected.length &&
    expected.every(({ type, data = {} }, at) => came[at]?.type === type && holds(came[at]?.data, data))
  )
}

/** Whether a value has all that is expected of it: fields may be more, members of a list may not. */
const holds = (value: unknown, expected: unknown): boolean => {
  if (Object.is(value, expected)) return true
  if (typeof value !== 'object' || typeof expected !== 'object' || value === null || expected === null) return false
  if (Array.isArray(expected) !== Array.isArray(value)) return false
  if (Array.isArray(expected) && Array.isArray(value) && expected.length !== value.length) return false
  const fields = new Map(Object.entries(value))
  return Object.entries(expected).every(([field, of]) => holds(fields.get(field), of))
}
