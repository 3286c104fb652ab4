// How a rule is shown: situations near it, of which the test itself says whether the rule forbids them; a refusal by
// example; and a log that breaks it.
import type { CommandInput, Policy } from '@skein/core'
import fc from 'fast-check'
import type { Scenario, Stage } from '../scenario.js'

/** A command near a rule. */
export interface Situation {
  readonly from: Stage
  /** Accepted and settled one after another, on top of the stage. */
  readonly history?: readonly CommandInput[]
  /** Accepted after that, and not settled: processes have yet to answer them. */
  readonly unsettled?: readonly CommandInput[]
  readonly command: CommandInput
}

/** What the test says of it, told from how it was made and not from the library. */
export interface Judged extends Situation {
  readonly forbidden: boolean
}

/** A refused command. `event` is what its event would hold besides what the command says, or another event altogether. */
export interface Example extends Situation {
  readonly title: string
  readonly event?: Readonly<Record<string, unknown>>
}

/** A log that no command could have brought about, by its last event. */
export interface BrokenLog {
  readonly title: string
  readonly from: Stage
  readonly history?: readonly CommandInput[]
  readonly unsettled?: readonly CommandInput[]
  readonly stream: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface RuleCase {
  readonly id: string
  near(programme: Scenario): fc.Arbitrary<Judged>
  /** Whether the rule forbids anything under a policy; always, unless said. */
  applies?(policy: Policy): boolean
  examples(programme: Scenario): readonly Example[]
  /** Besides those of the examples. */
  logs?(programme: Scenario): readonly BrokenLog[]
}

/** Situations that two or more kinds of events bring about, in equal parts. */
export const anyOf = (...near: readonly fc.Arbitrary<Judged>[]): fc.Arbitrary<Judged> => fc.oneof(...near)

/** Any of them with its judgement, such as each command of a table with the day from which it is right. */
export const oneOf = (...judged: readonly Judged[]): fc.Arbitrary<Judged> => fc.constantFrom(...judged)

/** A number near another, both sides of it. */
export const around = (middle: number, by = 2): fc.Arbitrary<number> =>
  fc.integer({ min: middle - by, max: middle + by })
