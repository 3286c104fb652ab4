import { assurances, type CommandInput, domain as coreDomain, type RuleEntry, rulesOf } from '@skein/core'
import type { Domain, Invariant, Text } from '@skein/kernel'
import { type DomainOption, domainOf, extendsCore } from './domain-option.js'
import { type AssuranceId, runAssurance } from './rules/assurances.js'
import type { AnyRuleCase, RuleCase } from './rules/case.js'
import { cases as coreCases } from './rules/cases/index.js'
import { runBrokenInvariant, runInvariant } from './rules/invariants.js'
import { type PropertyCoverage, runUntilCovered } from './rules/property-coverage.js'
import {
  type AnyProofOptions,
  appliesUnder,
  brokenLogsOf,
  examplesOf,
  type ProofOptions,
  runBrokenLog,
  runExample,
  runProperty,
} from './rules/run-case.js'

/** What proves that a rule is kept. Every part throws if it is not. */
export interface Proof<Input = CommandInput> {
  readonly id: string
  readonly title: Text
  /** Whether the rule forbids anything under the policy of the options. */
  appliesUnder(options?: ProofOptions<Input>): boolean
  /**
   * Generates situations near the rule and expects exactly those to be rejected that it forbids. Gives how many it tried,
   * and how many of them the rule forbids: at least a tenth. Throws with the seed that repeats a failure.
   */
  property(options?: ProofOptions<Input>): Promise<PropertyCoverage>
  /** Commands that the rule rejects. */
  readonly examples: readonly { readonly title: string; run(): void }[]
  /** Logs that break the rule, in which `checkHistory` has to find the violation. */
  readonly brokenLogs: readonly { readonly title: string; run(): Promise<void> }[]
}

export interface ProofsOptions<Input = CommandInput> extends DomainOption<Input> {
  /** Cases of rules that the domain adds or replaces, and more examples of rules that it keeps. */
  readonly cases?: readonly RuleCase<Input>[]
}

/** A rule of a domain without a case: nothing proves it. */
export type UnprovenRule = Pick<RuleEntry, 'id' | 'title'>

/** A proof without its rule. */
type Parts = Omit<Proof<unknown>, 'id' | 'title'>

const proofByCase = (ruleCase: AnyRuleCase, domain: Domain, otherRules?: ReadonlySet<string>): Parts => ({
  appliesUnder: (options: AnyProofOptions = {}) => appliesUnder(ruleCase, options, domain),
  property: (options: AnyProofOptions = {}) =>
    runUntilCovered(ruleCase.id, (of) => runProperty(ruleCase, of, domain, otherRules), options),
  examples: examplesOf(ruleCase, domain).map((example) => ({
    title: example.title,
    run: () => runExample(ruleCase, example, domain),
  })),
  brokenLogs: brokenLogsOf(ruleCase, domain).map((log) => ({
    title: log.title,
    run: () => runBrokenLog(ruleCase, log, domain),
  })),
})

const proofOfInvariant = (invariant: Invariant, domain: Domain): Parts => ({
  appliesUnder: () => true,
  property: (options: AnyProofOptions = {}) =>
    runUntilCovered(invariant.id, (of) => runInvariant(invariant, of, domain), options),
  examples: [],
  brokenLogs: [
    { title: 'it ends before the processes have settled', run: () => runBrokenInvariant(invariant, domain) },
  ],
})

const proofOfAssurance = (id: AssuranceId, domain: Domain): Parts => ({
  appliesUnder: () => true,
  property: (options: AnyProofOptions = {}) => runUntilCovered(id, (of) => runAssurance(id, of, domain), options),
  examples: [],
  brokenLogs: [],
})

const isAssurance = (id: string): id is AssuranceId => Object.hasOwn(assurances, id)

/** The conditions of a rule, one for each aggregate that has it. */
const conditionsOf = (id: string, { aggregates }: Domain): ReadonlySet<unknown> =>
  new Set(aggregates.flatMap(({ rules }) => rules.flatMap((rule) => (rule.id === id ? rule.breach : []))))

/** Whether the domain judges the events of core by a rule as core does: it has neither removed nor replaced it. */
const keepsRule = (id: string, domain: Domain): boolean => {
  if (!extendsCore(domain)) return false
  const [own, original] = [conditionsOf(id, domain), conditionsOf(id, coreDomain)]
  return original.size > 0 && [...original].every((condition) => own.has(condition))
}

/** The rules that the domain adds or replaces: the cases of this kit do not know them. */
const addedRules = (domain: Domain): ReadonlySet<string> =>
  new Set(domain.aggregates.flatMap(({ rules }) => rules.map(({ id }) => id)).filter((id) => !keepsRule(id, domain)))

const partsOf = ({ id, kind }: RuleEntry, domain: Domain, cases: readonly AnyRuleCase[]): readonly Parts[] => {
  if (kind === 'assurance') return isAssurance(id) && extendsCore(domain) ? [proofOfAssurance(id, domain)] : []
  if (kind === 'invariant') {
    const invariant = domain.invariants?.find((each) => each.id === id)
    const isOfCore = extendsCore(domain) && coreDomain.invariants?.some((each) => each === invariant)
    return invariant !== undefined && isOfCore ? [proofOfInvariant(invariant, domain)] : []
  }
  const kept: readonly AnyRuleCase[] = keepsRule(id, domain) ? coreCases : []
  const isOfRule = (each: AnyRuleCase): boolean => each.id === id
  return [
    ...kept.filter(isOfRule).map((each) => proofByCase(each, domain, addedRules(domain))),
    ...cases.filter(isOfRule).map((each) => proofByCase(each, domain)),
  ]
}

const joined = ({ id, title }: RuleEntry, parts: readonly Parts[]): Proof<unknown> => ({
  id,
  title,
  appliesUnder: (options) => parts.some((part) => part.appliesUnder(options)),
  property: async (options) => {
    const coverage = { runs: 0, forbidden: 0 }
    for (const part of parts) {
      if (!part.appliesUnder(options)) continue
      const { runs, forbidden } = await part.property(options)
      coverage.runs += runs
      coverage.forbidden += forbidden
    }
    return coverage
  },
  examples: parts.flatMap(({ examples }) => examples),
  brokenLogs: parts.flatMap(({ brokenLogs }) => brokenLogs),
})

/**
 * The proofs of a domain's rules, in the order of its catalogue, and the rules that have none. A rule of core that the
 * domain keeps has the proof of this kit, run on that domain; a rule that it adds or replaces needs one of `cases`.
 * Throws an `Error` for a case of a rule that the domain does not have.
 *
 * @example
 * const { proofs, unproven } = proofsOf({ domain: programme, cases: [Q1, Q2] })
 */
export const proofsOf = <Input = CommandInput>(
  options: ProofsOptions<Input> = {},
): { readonly proofs: readonly Proof<Input>[]; readonly unproven: readonly UnprovenRule[] } => {
  const domain = domainOf(options)
  // sound: a case only gets what its own scenario made
  const cases = (options.cases ?? []) as readonly AnyRuleCase[]
  const entries = rulesOf(domain)
  const stray = cases.find((each) => !entries.some(({ id, kind }) => id === each.id && kind === 'rule'))
  if (stray !== undefined) throw new Error(`There is a case for the rule ${stray.id}, which this domain does not have.`)
  const proofs: Proof<Input>[] = []
  const unproven: UnprovenRule[] = []
  for (const entry of entries) {
    // the engine applies them whatever the domain, and its own tests prove them
    if (entry.kind === 'engine') continue
    const parts = partsOf(entry, domain, cases)
    if (parts.length > 0) proofs.push(joined(entry, parts))
    else unproven.push(entry)
  }
  return { proofs, unproven }
}

const core = proofsOf()
const [missing] = core.unproven
if (missing !== undefined)
  throw new Error(`The rule ${missing.id} has no proof: add a case for it to the testkit's rules.`)

/** Every rule of the catalogue of `@skein/core`, in its order, with its property, its examples and its broken logs. */
export const proofs: readonly Proof[] = core.proofs
