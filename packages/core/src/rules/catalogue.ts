// All rules, invariants and assurances of the domain in one list, for documentation, adapters and tests.
import type { AnyAggregate, Domain, Text } from '@skein/kernel'
import { domain } from '../domain.js'

/** A rule as people read it. */
export interface RuleEntry {
  readonly id: string
  readonly title: Text
  readonly basis: string
  /**
   * `rule`: refuses commands; `engine`: the engine applies it to every aggregate; `invariant`: checked at the end of a log;
   * `assurance`: tested by properties.
   */
  readonly kind: 'rule' | 'engine' | 'invariant' | 'assurance'
  /** Whether it says what may be decided, not what can be: see `RuleMetadata`. */
  readonly permission: boolean
  /** The aggregates whose events it judges, or whose states an invariant reads. */
  readonly aggregates: readonly string[]
  /** The event types that it judges. */
  readonly events: readonly string[]
}

const ruleEntries = (aggregates: readonly AnyAggregate[]): RuleEntry[] => {
  const entries = new Map<string, RuleEntry>()
  for (const { name, rules } of aggregates)
    for (const { id, title, basis, permission = false, on } of rules) {
      const known = entries.get(id)
      entries.set(id, {
        ...(known ?? { id, title, basis, permission, kind: 'rule' }),
        aggregates: distinct(known?.aggregates, [name]),
        events: distinct(known?.events, on),
      })
    }
  return [...entries.values()]
}

const distinct = (known: readonly string[] = [], more: readonly string[]): readonly string[] => [
  ...new Set([...known, ...more]),
]

const letters = 'BICSTLKMXG'
/** Rules with ids of another form come last, in the order of their domain. */
const orderOf = ({ id }: RuleEntry): number =>
  /^[BICSTLKMXG]\d{1,2}$/.test(id) ? letters.indexOf(id.charAt(0)) * 100 + Number(id.slice(1)) : letters.length * 100

/**
 * The rules of any domain, once each: those of its aggregates, its invariants, its assurances, and those of the engine that
 * it gives a basis. A rule of several aggregates is one entry, with the title that the first of them gives it.
 *
 * @example
 * rulesOf(composeDomain(domain, { aggregates: [awardFund] })).find(({ id }) => id === 'F1')
 */
export const rulesOf = ({
  aggregates,
  invariants = [],
  assurances = [],
  builtInRules = {},
}: Pick<Domain, 'aggregates' | 'invariants' | 'assurances' | 'builtInRules'>): readonly RuleEntry[] =>
  [
    ...ruleEntries(aggregates),
    ...invariants.map(
      ({ id, title, basis, views }): RuleEntry => ({
        id,
        title,
        basis,
        kind: 'invariant',
        permission: false,
        aggregates: Object.keys(views),
        events: [],
      }),
    ),
    ...Object.values(builtInRules).flatMap(({ id, title, basis }): readonly RuleEntry[] =>
      basis === undefined
        ? []
        : [
            {
              id,
              title,
              basis,
              kind: 'engine',
              permission: false,
              aggregates: aggregates.map(({ name }) => name),
              events: [],
            },
          ],
    ),
    ...assurances.map(
      ({ id, title, basis }): RuleEntry => ({
        id,
        title,
        basis,
        kind: 'assurance',
        permission: false,
        aggregates: [],
        events: [],
      }),
    ),
  ].sort((a, b) => orderOf(a) - orderOf(b))

/**
 * Every rule of this domain, B1 to G11; see `rulesOf`.
 *
 * @example
 * rules.find(({ id }) => id === 'T1')?.title.en // 'One enrolment at a time.'
 */
export const rules: readonly RuleEntry[] = rulesOf(domain)
