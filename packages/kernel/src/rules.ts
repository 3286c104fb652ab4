import * as E from 'fp-ts/lib/Either.js'
import type { AnyEvent } from './events.js'
import type { Text } from './text.js'

/** The values that a rule compared, by name, for people to read. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>

/** What people read about a rule. Aggregates that share a rule share this. */
export interface RuleMetadata {
  readonly id: string
  readonly title: Text
  /** Where it comes from: the article, a law, or our own reasoning, such as `own: a share lies between 0 and 1`. */
  readonly basis: string
}

/** A rule of the domain. `decide` validates commands against it before events are stored; `check` re-checks any log. */
export interface Rule<Event extends AnyEvent, State, Views> extends RuleMetadata {
  /** The event types that it judges. */
  readonly on: readonly Event['type'][]
  /** The evidence if `event`, after the state `before`, breaks the rule; `undefined` if it does not. Pure. */
  breach(event: Event, before: State, views: Views): Evidence | undefined
}

/** A stream for which an invariant does not hold, and why. */
export interface InvariantViolation {
  readonly stream: string
  readonly evidence: Evidence
}

/** A view of each stream's state, by aggregate and by the id of the stream. */
export type ViewsByAggregate = Readonly<Record<string, ReadonlyMap<string, unknown>>>

/**
 * A condition across streams that holds once the processes have finished. It refuses no command; `check` evaluates it
 * at the end of a log.
 */
export interface Invariant extends RuleMetadata {
  /** The aggregates that it reads, each through a view of the state. Views are small: one is kept for every stream. */
  readonly views: Readonly<Record<string, (state: unknown) => unknown>>
  /** The streams for which it does not hold. A stream whose view is `undefined` is left out of `views`. */
  violations(views: ViewsByAggregate): readonly InvariantViolation[]
}

/** Types a rule: its `breach` gets only the events named in `on`. */
export type RuleMaker<Event extends AnyEvent, State, Views> = <Type extends Event['type']>(
  rule: Rule<Extract<Event, { type: Type }>, State, Views> & { readonly on: readonly Type[] },
) => Rule<Event, State, Views>

/**
 * Makes a function that types rules.
 *
 * @example
 * const rule = ruleFor<Event, State, Views>()
 * rule({ ...M1, on: ['AgreementSigned'], breach: (event, before, views) => mentorUnfit(views.mentor, event.data) })
 */
export const ruleFor =
  <Event extends AnyEvent, State, Views>(): RuleMaker<Event, State, Views> =>
  (rule) =>
    rule

/** Why a command was refused: the id and title of the rule, and what it compared. */
export type Rejection = {
  readonly rule: string
  readonly message: Text
  readonly evidence: Evidence
  readonly policyVersion?: number
}

/** The rejection by the first rule that an event breaks after the state `before`; `undefined` if it breaks none. */
export const firstBreach = <Event extends AnyEvent, State, Views>(
  rules: readonly Rule<Event, State, Views>[],
  event: Event,
  before: State,
  views: Views,
): Rejection | undefined => {
  for (const rule of rules) {
    if (!rule.on.includes(event.type)) continue
    const evidence = rule.breach(event, before, views)
    if (evidence !== undefined) return { rule: rule.id, message: rule.title, evidence }
  }
  return undefined
}

/**
 * Judges proposed events in order, each on the state after the events before it.
 * Right: the same events. Left: the first rule that one of them breaks.
 *
 * @example
 * judge(rules, decider.evolve, [{ type: 'SharePaid', data }], state, views)
 */
export const judge = <Event extends AnyEvent, State, Views>(
  rules: readonly Rule<Event, State, Views>[],
  evolve: (state: State, event: Event) => State,
  proposed: readonly Event[],
  state: State,
  views: Views,
): E.Either<Rejection, readonly Event[]> => {
  let before = state
  for (const event of proposed) {
    const rejection = firstBreach(rules, event, before, views)
    if (rejection !== undefined) return E.left(rejection)
    before = evolve(before, event)
  }
  return E.right(proposed)
}
