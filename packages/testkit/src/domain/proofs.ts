// Every rule of the domain with what shows that it is kept.
import { assurances, invariants, rules } from '@skein/core'
import type { Invariant, Text } from '@skein/kernel'
import { cases } from './rules/all.js'
import { type AssuranceId, showAssurance } from './rules/assurances.js'
import { showBrokenInvariant, showInvariant } from './rules/invariants.js'
import { runUntilCovered, type Shown } from './rules/property-coverage.js'
import {
  applies,
  brokenLogsOf,
  examplesOf,
  type ShowOptions,
  showBrokenLog,
  showExample,
  showProperty,
} from './rules/run-case.js'

/** What shows that a rule is kept. Each throws where it is not. */
export interface Proof {
  readonly id: string
  readonly title: Text
  /** Whether the rule forbids anything under that policy. */
  applies(options?: ShowOptions): boolean
  /** Of generated situations near the rule, exactly those that it forbids are refused; a tenth of them at least. */
  property(options?: ShowOptions): Promise<Shown>
  /** Commands that it refuses. */
  readonly examples: readonly { readonly title: string; show(): void }[]
  /** Logs that break it, which `check` finds. */
  readonly brokenLogs: readonly { readonly title: string; show(): Promise<void> }[]
}

const ofRule = (id: string): Omit<Proof, 'title'> | undefined => {
  const rule = cases.find((of) => of.id === id)
  return (
    rule && {
      id,
      applies: (options = {}) => applies(rule, options),
      property: (options = {}) => runUntilCovered(id, (of) => showProperty(rule, of), options),
      examples: examplesOf(rule).map((example) => ({ title: example.title, show: () => showExample(rule, example) })),
      brokenLogs: brokenLogsOf(rule).map((log) => ({ title: log.title, show: () => showBrokenLog(rule, log) })),
    }
  )
}

const ofInvariant = (invariant: Invariant): Omit<Proof, 'title'> => ({
  id: invariant.id,
  applies: () => true,
  property: (options = {}) => runUntilCovered(invariant.id, (of) => showInvariant(invariant, of), options),
  examples: [],
  brokenLogs: [{ title: 'a log that ends before the processes did', show: () => showBrokenInvariant(invariant) }],
})

const isAssurance = (id: string): id is AssuranceId => Object.hasOwn(assurances, id)

const proofOf = (id: string): Omit<Proof, 'title'> => {
  const invariant = invariants.find((of) => of.id === id)
  if (invariant !== undefined) return ofInvariant(invariant)
  if (isAssurance(id))
    return {
      id,
      applies: () => true,
      property: (options = {}) => runUntilCovered(id, (of) => showAssurance(id, of), options),
      examples: [],
      brokenLogs: [],
    }
  const rule = ofRule(id)
  if (rule === undefined) throw new Error(`nothing shows that ${id} is kept`)
  return rule
}

/** Every rule of the catalogue, in its order, with its property, its examples and its broken logs. */
export const proofs: readonly Proof[] = rules.map(({ id, title }) => ({ title, ...proofOf(id) }))
