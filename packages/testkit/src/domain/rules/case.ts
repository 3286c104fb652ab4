// A rule is proven by situations near it, of which the test itself knows whether the rule forbids them; by examples of
// its rejection; and by logs that break it.
import type { CommandInput, Policy } from '@skein/core'
import fc from 'fast-check'
import type { Scenario, Stage } from '../scenario.js'

/** A command near a rule, and what happened before it. */
export interface Situation<Input = CommandInput> {
  /** The stage of the sample programme at which it begins; `empty` for an empty log. */
  readonly from: Stage
  /** Accepted after the stage, each with the reactions of processes. */
  readonly history?: readonly Input[]
  /** Accepted after that, while processes have not reacted to them yet. */
  readonly unsettled?: readonly Input[]
  readonly command: Input
}

/** A situation with the expected judgement, derived from how it was made and not from the library. */
export interface JudgedSituation<Input = CommandInput> extends Situation<Input> {
  readonly isForbidden: boolean
}

/** A command that the rule rejects. */
export interface Example<Input = CommandInput> extends Situation<Input> {
  readonly title: string
  /** Data of the event that the command would record, where it is not the command's own. */
  readonly event?: Readonly<Record<string, unknown>>
}

/** A log whose last event breaks the rule. */
export interface BrokenLog<Input = CommandInput> {
  readonly title: string
  readonly from: Stage
  readonly history?: readonly Input[]
  readonly unsettled?: readonly Input[]
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

/** How one rule is proven. `scenario` has the sample commands of the programme, such as `scenario.nominateCandidate('t9')`. */
export interface RuleCase<Input = CommandInput> {
  /** The id of the rule. */
  readonly id: string
  /** Situations near the rule. Without them the rule has no property, only examples and broken logs. */
  situations?(scenario: Scenario): fc.Arbitrary<JudgedSituation<Input>>
  /** Whether the rule forbids anything under a policy; without it, under every policy. */
  appliesTo?(policy: Policy): boolean
  /** Commands that the rule rejects. For each, the event that it would have recorded is also looked for in a log. */
  examples(scenario: Scenario): readonly Example<Input>[]
  /** Broken logs that no command could cause, besides those of the examples. */
  brokenLogs?(scenario: Scenario): readonly BrokenLog<Input>[]
}

/** A case of this kit: every rule has a property. */
export type FullRuleCase = RuleCase & Required<Pick<RuleCase, 'situations'>>

/** A case, whatever the commands of its domain. */
export type AnyRuleCase = RuleCase<unknown>

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
