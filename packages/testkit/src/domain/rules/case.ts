// A rule is proven by situations near it, of which the test itself knows whether the rule forbids them; by examples of
// its rejection; and by logs that break it.
import type { CommandInput, Policy } from '@skein/core'
import fc from 'fast-check'
import type { Scenario, Stage } from '../scenario.js'

/** A command near a rule, and what happened before it. */
export interface Situation {
  readonly from: Stage
  /** Accepted after the stage, each with the reactions of processes. */
  readonly history?: readonly CommandInput[]
  /** Accepted after that, while processes have not reacted to them yet. */
  readonly unsettled?: readonly CommandInput[]
  readonly command: CommandInput
}

/** A situation with the expected judgement, derived from how it was made and not from the library. */
export interface JudgedSituation extends Situation {
  readonly isForbidden: boolean
}

/** A command that the rule rejects. */
export interface Example extends Situation {
  readonly title: string
  /** Data of the event that the command would record, where it is not the command's own. */
  readonly event?: Readonly<Record<string, unknown>>
}

/** A log whose last event breaks the rule. */
export interface BrokenLog {
  readonly title: string
  readonly from: Stage
  readonly history?: readonly CommandInput[]
  readonly unsettled?: readonly CommandInput[]
  /** Events before it that no command would record, in order. */
  readonly forced?: readonly ForcedEvent[]
  readonly stream: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** An event and the stream that has it. */
export interface ForcedEvent {
  readonly stream: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface RuleCase {
  readonly id: string
  situations(scenario: Scenario): fc.Arbitrary<JudgedSituation>
  /** Whether the rule forbids anything under a policy; without it, under every policy. */
  appliesTo?(policy: Policy): boolean
  examples(scenario: Scenario): readonly Example[]
  /** Broken logs that no command could cause, besides those of the examples. */
  brokenLogs?(scenario: Scenario): readonly BrokenLog[]
}

/** Situations of several kinds, in equal parts. */
export const mixed = (...kinds: readonly fc.Arbitrary<JudgedSituation>[]): fc.Arbitrary<JudgedSituation> =>
  fc.oneof(...kinds)

/** One of these situations. */
export const chosenFrom = (...situations: readonly JudgedSituation[]): fc.Arbitrary<JudgedSituation> =>
  fc.constantFrom(...situations)

/** An integer near another, on both sides of it. */
export const around = (middle: number, by = 2): fc.Arbitrary<number> =>
  fc.integer({ min: middle - by, max: middle + by })

/** A day of March 2018, the month of the sample batch. */
export const dayInMarch = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((day) => `2018-03-${day}`)
