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
  /**
   * `true`: it says what may be decided, not what can be. What was permitted on what was known then stands, with a
   * contradiction beside it, when a later entry about an earlier day speaks against it. Default: the later entry is
   * refused.
   */
  readonly permission?: true
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

/** An entry of a later day that would not be possible any more. */
export interface BlockedEntry {
  /** The id of its first event. */
  readonly eventId: string
  readonly event: string
  readonly on: string
  readonly rule: string
  readonly message: Text
  readonly evidence: Evidence
  /** Its stream, where a plan across streams found it. */
  readonly stream?: string
}

/** Why a command was refused: the id and title of the rule, and what it compared. */
export type Rejection = {
  readonly rule: string
  readonly message: Text
  readonly evidence: Evidence
  readonly policyVersion?: number
  /** Where entries of later days are in the way: all of them. */
  readonly blocked?: readonly BlockedEntry[]
}

/** A rule that the engine applies. `basis`: where it comes from, for a rule of its own. */
export type BuiltInRule = Pick<RuleMetadata, 'id' | 'title'> & Partial<Pick<RuleMetadata, 'basis'>>

/** Rules of every domain, which the engine applies; a domain may give them its own ids and titles. */
export interface BuiltInRules {
  /** A command id was used for another command. */
  readonly reusedCommandId: BuiltInRule
  /** A command finds nothing to act on. */
  readonly nothingToRecord: BuiltInRule
  /** An act is already recorded for another day. */
  readonly recordedForAnotherDay: BuiltInRule
  /** An entry for an earlier day would make impossible what is recorded for later days. */
  readonly laterEntries: BuiltInRule
  /** What is annulled or corrected is an entry of a person that stands. */
  readonly amendment: BuiltInRule
  /** What a command computed differs from what is computed again. Only `check` judges it. */
  readonly computedFields: BuiltInRule
  /** A change of the past reaches more streams than one change may. */
  readonly planLimit: BuiltInRule
}

export const builtInRules: BuiltInRules = {
  reusedCommandId: {
    id: 'command-id-reused',
    title: {
      en: 'This command id already recorded another command in this stream; a new command needs a new id.',
      zh: '该命令编号已在本流中登记过内容不同的命令;新命令须使用新的编号。',
    },
  },
  nothingToRecord: {
    id: 'nothing-to-record',
    title: {
      en: 'The command finds nothing on that day that it could change.',
      zh: '该命令在所填日期没有可变更的事项。',
    },
  },
  recordedForAnotherDay: {
    id: 'recorded-for-another-day',
    title: {
      en: 'The same is already recorded for another day; one of the two dates has to be corrected.',
      zh: '同一事项已按另一日期登记;请更正其中一个日期。',
    },
  },
  laterEntries: {
    id: 'later-entries',
    title: {
      en: 'What is entered for an earlier day leaves possible what is recorded for later days.',
      zh: '补登较早日期的事项,不得使其后已登记的事项无法成立。',
    },
  },
  amendment: {
    id: 'amendment',
    title: {
      en: 'Only an entry of a person that stands is annulled or corrected, and a correction changes something.',
      zh: '只能撤销或更正由人员登记且仍然有效的事项,且更正须有所改动。',
    },
  },
  computedFields: {
    id: 'computed-fields',
    title: {
      en: 'What an event records beside its command is what the domain computes from the history.',
      zh: '事件中由系统计算的内容,须与按档案重新计算的结果一致。',
    },
  },
  planLimit: {
    id: 'plan-limit',
    title: {
      en: 'A change of the past reaches no more streams than its limit allows.',
      zh: '对既往事项的变更所涉及的流不得超过所设上限。',
    },
  },
}

/** A rejection by a rule of permission, or by one that says what can be. */
export type Breach = Rejection & { readonly permission: boolean }

/** The breaches of all rules that an event breaks after the state `before`, in the order of the rules. */
export function* breachesOf<Event extends AnyEvent, State, Views>(
  rules: readonly Rule<Event, State, Views>[],
  event: Event,
  before: State,
  views: Views,
): Generator<Breach, void> {
  for (const rule of rules) {
    if (!rule.on.includes(event.type)) continue
    const evidence = rule.breach(event, before, views)
    if (evidence !== undefined)
      yield { rule: rule.id, message: rule.title, evidence, permission: rule.permission === true }
  }
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
