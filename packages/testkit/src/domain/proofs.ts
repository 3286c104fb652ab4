import { assurances, invariants, rules } from '@skein/core'
import type { Invariant, Text } from '@skein/kernel'
import { type AssuranceId, runAssurance } from './rules/assurances.js'
import { cases } from './rules/cases/index.js'
import { runBrokenInvariant, runInvariant } from './rules/invariants.js'
import { type PropertyCoverage, runUntilCovered } from './rules/property-coverage.js'
import {
  appliesUnder,
  brokenLogsOf,
  examplesOf,
  type ProofOptions,
  runBrokenLog,
  runExample,
  runProperty,
} from './rules/run-case.js'

/** What proves that a rule is kept. Every part throws if it is not. */
export interface Proof {
  readonly id: string
  readonly title: Text
  /** Whether the rule forbids anything under the policy of the options. */
  appliesUnder(options?: ProofOptions): boolean
  /**
   * Generates situations near the rule and expects exactly those to be rejected that it forbids. Gives how many it tried,
   * and how many of them the rule forbids: at least a tenth. Throws with the seed that repeats a failure.
   */
  property(options?: ProofOptions): Promise<PropertyCoverage>
  /** Commands that the rule rejects. */
  readonly examples: readonly { readonly title: string; run(): void }[]
  /** Logs that break the rule, in which `checkHistory` has to find the violation. */
  readonly brokenLogs: readonly { readonly title: string; run(): Promise<void> }[]
}

const proofOfRule = (id: string): Omit<Proof, 'title'> | undefined => {
  const rule = cases.find((ruleCase) => ruleCase.id === id)
  return (
    rule && {
      id,
      appliesUnder: (options = {}) => appliesUnder(rule, options),
      property: (options = {}) => runUntilCovered(id, (of) => runProperty(rule, of), options),
      examples: examplesOf(rule).map((example) => ({ title: example.title, run: () => runExample(rule, example) })),
      brokenLogs: brokenLogsOf(rule).map((log) => ({ title: log.title, run: () => runBrokenLog(rule, log) })),
    }
  )
}

const proofOfInvariant = (invariant: Invariant): Omit<Proof, 'title'> => ({
  id: invariant.id,
  appliesUnder: () => true,
  property: (options = {}) => runUntilCovered(invariant.id, (of) => runInvariant(invariant, of), options),
  examples: [],
  brokenLogs: [{ title: 'it ends before the processes have settled', run: () => runBrokenInvariant(invariant) }],
})

const proofOfAssurance = (id: AssuranceId): Omit<Proof, 'title'> => ({
  id,
  appliesUnder: () => true,
  property: (options = {}) => runUntilCovered(id, (of) => runAssurance(id, of), options),
  examples: [],
  brokenLogs: [],
})

const isAssurance = (id: string): id is AssuranceId => Object.hasOwn(assurances, id)

const proofOf = (id: string): Omit<Proof, 'title'> => {
  const invariant = invariants.find((each) => each.id === id)
  if (invariant !== undefined) return proofOfInvariant(invariant)
  if (isAssurance(id)) return proofOfAssurance(id)
  const proof = proofOfRule(id)
  if (proof === undefined) throw new Error(`The rule ${id} has no proof: add a case for it to the testkit's rules.`)
  return proof
}

/** Every rule of the catalogue, in its order, with its property, its examples and its broken logs. */
export const proofs: readonly Proof[] = rules.map(({ id, title }) => ({ title, ...proofOf(id) }))
