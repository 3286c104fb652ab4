import * as E from 'fp-ts/lib/Either.js'
import type { AnyEvent } from './events.js'
import type { Text } from './text.js'

/** What a rule compared, in values a person can read. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>

/** What people read of a rule. Aggregates that share a rule share this. */
export interface RuleMetadata {
  readonly id: string
  readonly title: Text
  /** Where it comes from: the article, a law, or our own reasoning. */
  readonly basis: string
}

/** A rule of the domain, written once: `decide` asks it before an event is stored, `check` asks it of any log. */
export interface Rule<Event extends AnyEvent, State, Views> extends RuleMetadata {
  /** The event types it judges. */
  readonly on: readonly Event['type'][]
  /** What was compared if `event`, on top of `before`, breaks the rule; `undefined` if it keeps it. */
  breach(event: Event, before: State, views: Views): Evidence | undefined
}

/** Where an invariant does not hold, and what was compared. */
export interface InvariantViolation {
  readonly stream: string
  readonly evidence: Evidence
}

/** One view of each stream's state, by aggregate and by the id of the stream. */
export type ViewsByAggregate = Readonly<Record<string, ReadonlyMap<string, unknown>>>

/**
 * What holds of all streams together once the processes have settled. No command is refused by it; `check` judges it at
 * the end of a log.
 */
export interface Invariant extends RuleMetadata {
  /** The aggregates it looks at, each through a view of the state: as little as it needs, since one is kept for every stream. */
  readonly views: Readonly<Record<string, (state: unknown) => unknown>>
  /** Where it does not hold; nothing where it holds. Streams of which the view is `undefined` are left out. */
  violations(of: ViewsByAggregate): readonly InvariantViolation[]
}

/**
 * Types rules by the events that they name: `breach` gets no others.
 *
 * @example
 * const rule = ruleFor<Event, State, Views>()
 * rule({ ...M1, on: ['AgreementSigned'], breach: (event, before, views) => mentorUnfit(views.mentor, event.data) })
 */
export const ruleFor =
  <Event extends AnyEvent, State, Views>() =>
  <Type extends Event['type']>(
    rule: Rule<Extract<Event, { type: Type }>, State, Views> & { readonly on: readonly Type[] },
  ): Rule<Event, State, Views> =>
    rule

/** Why a command was refused: the rule, and what it compared. */
export type Rejection = {
  readonly rule: string
  readonly message: Text
  readonly evidence: Evidence
  readonly policyVersion?: number
}

/** The first rule that an event breaks on top of `before`. */
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

/** Judges proposed events one by one, each on the state that the ones before it leave. */
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
