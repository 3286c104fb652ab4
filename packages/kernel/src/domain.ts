import type { Aggregate, AnyCommand, CommandType } from './decider.js'
import type { AnyEvent } from './events.js'
import type { Process } from './process.js'
import type { CompositeView, Projection } from './projection.js'
import type { Invariant } from './rules.js'
import type { Text } from './text.js'

export type AnyAggregate = Aggregate<AnyCommand, AnyEvent, unknown, object>
export type AnyProcess = Process<AnyEvent, AnyCommand, object>
export type AnyProjection = Projection<unknown, unknown, unknown>

/** One list of everything; `Input` is the union of the commands that callers may give. */
export interface Domain<Input = unknown> {
  readonly name: string
  readonly aggregates: readonly AnyAggregate[]
  readonly processes: readonly AnyProcess[]
  readonly projections: readonly AnyProjection[]
  readonly views: readonly CompositeView<unknown>[]
  readonly invariants?: readonly Invariant[]
  /** Where days begin and end: an IANA time zone such as `Asia/Shanghai`; UTC where the domain names none. */
  readonly timeZone?: string
  /** The rule that rejects a command whose id was used for another command; without it the engine names its own. */
  readonly reusedCommandId?: { readonly id: string; readonly title: Text }
  /** Which policy version a decision read, told from the facts it was given. */
  policyVersion?(facts: Readonly<Record<string, unknown>>): number | undefined
  /** Never present: carries the type. */
  readonly input?: Input
}

export const streamOf = (aggregate: string, id: string): string => `${aggregate}-${id}`

/** The aggregate's name and the id of a stream; ids may contain dashes, names of aggregates do not. */
export const partsOf = (stream: string): { readonly aggregate: string; readonly id: string } => {
  const dash = stream.indexOf('-')
  return dash < 0 ? { aggregate: stream, id: '' } : { aggregate: stream.slice(0, dash), id: stream.slice(dash + 1) }
}

/** The field of a command's data that holds the target's id: its first. */
export const targetField = (command: CommandType): string => {
  const [first] = Object.keys(command.schema.shape.data.shape)
  if (first === undefined) throw new Error(`${command.schema.shape.type.value} has no field to name its target`)
  return first
}
