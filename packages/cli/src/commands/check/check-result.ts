import type { Violation } from '@skein/engine'

export interface CheckResult {
  /** How many events were checked. */
  readonly events: number
  /** How many violations were found. */
  readonly count: number
  readonly byRule: ReadonlyMap<string, number>
  /** The streams of those whom the violations of a rule concern, by rule. */
  readonly affected: ReadonlyMap<string, ReadonlySet<string>>
  /** The first ones. */
  readonly violations: readonly Violation[]
}
