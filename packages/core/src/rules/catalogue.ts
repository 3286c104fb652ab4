// All rules, invariants and assurances of the domain in one list, for documentation, adapters and tests.
import type { AnyAggregate, Text } from '@skein/kernel'
import { domain } from '../domain.js'
import { assurances } from './assurances.js'
import { invariants } from './invariants.js'

/** A rule as people read it. */
export interface RuleEntry {
  readonly id: string
  readonly title: Text
  readonly basis: string
  /** `rule`: refuses commands; `invariant`: checked at the end of a log; `assurance`: tested by properties. */
  readonly kind: 'rule' | 'invariant' | 'assurance'
  /** The aggregates whose events it judges, or whose states an invariant reads. */
  readonly aggregates: readonly string[]
  /** The event types that it judges. */
  readonly events: readonly string[]
}

const ruleEntries = (aggregates: readonly AnyAggregate[]): RuleEntry[] => {
  const entries = new Map<string, RuleEntry>()
  for (const { name, rules } of aggregates)
    for (const { id, title, basis, on } of rules) {
      const known = entries.get(id)
      entries.set(id, {
        ...(known ?? { id, title, basis, kind: 'rule' }),
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
const orderOf = ({ id }: RuleEntry): number => letters.indexOf(id.charAt(0)) * 100 + Number(id.slice(1))

/**
 * Every rule of the domain, B1 to G7, once each. A rule of several aggregates (G3, S5, M5) is one entry. T9 has a title
 * in each aggregate; the entry has the first one.
 *
 * @example
 * rules.find(({ id }) => id === 'T1')?.title.en // 'One enrolment at a time.'
 */
export const rules: readonly RuleEntry[] = [
  ...ruleEntries(domain.aggregates),
  ...invariants.map(
    ({ id, title, basis, views }): RuleEntry => ({
      id,
      title,
      basis,
      kind: 'invariant',
      aggregates: Object.keys(views),
      events: [],
    }),
  ),
  ...Object.values(assurances).map(
    ({ id, title, basis }): RuleEntry => ({ id, title, basis, kind: 'assurance', aggregates: [], events: [] }),
  ),
].sort((a, b) => orderOf(a) - orderOf(b))
