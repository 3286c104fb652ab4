import * as E from 'fp-ts/lib/Either.js'
import type { AnyEvent } from './events.js'
import type { Text } from './text.js'

/** What a rule compared, in values a person can read. */
export type Evidence = Readonly<Record<string, string | number | boolean | null>>

/** A rule of the domain: written once, asked by `decide` before an event is recorded and by `check` afterwards. */
export interface Rule<Event extends AnyEvent, State, Facts> {
  readonly id: string
  readonly title: Text
  /** Where it comes from: the article, a law, or our own reasoning. */
  readonly basis: string
  readonly on: readonly Event['type'][]
  /** The evidence if `event`, on top of `before`, would break the rule; `undefined` if it keeps it. */
  breach(event: Event, before: State, facts: Facts): Evidence | undefined
}

/** Where an invariant does not hold, and what was compared. */
export interface InvariantViolation {
  readonly stream: string
  readonly evidence: Evidence
}

/** What an invariant sees of the streams, by aggregate and by the id of the stream. */
export type ViewsByAggregate = Readonly<Record<string, ReadonlyMap<string, unknown>>>

/**
 * What holds of all streams together, once the processes have settled: no command is refused with it, `check` judges
 * it at the end of a log.
 */
export interface Invariant {
  readonly id: string
  readonly title: Text
  readonly basis: string
  /** The aggregates it looks at, each through a view of the state: as little as it needs, since it is kept for every stream. */
  readonly views: Readonly<Record<string, (state: unknown) => unknown>>
  /** Where it does not hold; nothing where it holds. Streams of which the view is `undefined` are left out. */
  violations(of: ViewsByAggregate): readonly InvariantViolation[]
}

/** Types a rule by the events that it names; `judge` shows it no others. */
export const ruleFor =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    rule: Rule<Extract<Event, { type: Type }>, State, Facts> & { readonly on: readonly Type[] },
  ): Rule<Event, State, Facts> =>
    rule

/** Why a command was refused: the rule, and what it compared. */
export type Rejection = {
  readonly rule: string
  readonly message: Text
  readonly evidence: Evidence
  readonly policyVersion?: number
}

/** The first rule that an event breaks on top of `before`. */
export const firstBreach = <Event extends AnyEvent, State, Facts>(
  rules: readonly Rule<Event, State, Facts>[],
  event: Event,
  before: State,
  facts: Facts,
): Rejection | undefined => {
  for (const rule of rules) {
    if (!rule.on.includes(event.type)) continue
    const evidence = rule.breach(event, before, facts)
    if (evidence !== undefined) return { rule: rule.id, message: rule.title, evidence }
  }
  return undefined
}

/** Judges proposed events one by one, each on the state that the ones before it leave. */
export const judge =
  <Event extends AnyEvent, State, Facts>(
    rules: readonly Rule<Event, State, Facts>[],
    evolve: (state: State, event: Event) => State,
  ) =>
  (proposed: readonly Event[], state: State, facts: Facts): E.Either<Rejection, readonly Event[]> => {
    let before = state
    for (const event of proposed) {
      const rejection = firstBreach(rules, event, before, facts)
      if (rejection !== undefined) return E.left(rejection)
      before = evolve(before, event)
    }
    return E.right(proposed)
  }
