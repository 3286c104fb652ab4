import type { AnyCommand } from './commands.js'
import type { Aggregate } from './decider.js'
import type { AnyEvent } from './events.js'
import type { Process } from './process.js'
import type { CompositeView, Projection } from './projection.js'
import type { BuiltInRules, Invariant, RuleMetadata } from './rules.js'

/** An aggregate, whatever its types; likewise below. */
export type AnyAggregate = Aggregate<AnyCommand, AnyEvent, unknown, object, unknown>
export type AnyProcess = Process<AnyEvent, AnyCommand, object>
export type AnyProjection = Projection<unknown, unknown, unknown>

/** Everything that an engine runs. `Input` is the union of the commands that callers may give. */
export interface Domain<Input = unknown> {
  readonly name: string
  readonly aggregates: readonly AnyAggregate[]
  readonly processes: readonly AnyProcess[]
  readonly projections: readonly AnyProjection[]
  readonly views: readonly CompositeView<unknown>[]
  readonly invariants?: readonly Invariant[]
  /** What holds in every log that the engine writes; listed with the rules. */
  readonly assurances?: readonly RuleMetadata[]
  /** Where days begin and end: an IANA time zone such as `Asia/Shanghai`; UTC where the domain names none. */
  readonly timeZone?: string
  /** Ids and titles of the domain for rules that the engine applies itself. */
  readonly builtInRules?: Partial<BuiltInRules>
  /** The version of the policy that a decision read, found in its views; stored in the metadata of its events. */
  policyVersion?(views: Readonly<Record<string, unknown>>): number | undefined
  /** Never present: carries the type `Input`. */
  readonly input?: Input
}
