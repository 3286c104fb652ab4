export { anyHistory } from './domain/any-history.js'
export {
  type AnyCommandOptions,
  anyCommand,
  anyCommandOf,
  anyEventOf,
  type ValueOptions,
} from './domain/arbitraries.js'
export { type CheckHistoryOptions, checkHistory } from './domain/check-history.js'
export { type DescribeRulesOptions, describeRules } from './domain/describe-rules.js'
export type { DomainOption } from './domain/domain-option.js'
export type { HistoryOptions } from './domain/generated-history.js'
export { type Expected, type GivenOptions, given, type Then, type When } from './domain/given.js'
export type { HistoryEvent } from './domain/history-event.js'
export { type Proof, type ProofsOptions, proofs, proofsOf } from './domain/proofs.js'
export type { DecisionResult, RecordedEvent } from './domain/recorded-event.js'
export type { BrokenLog, Example, JudgedSituation, RuleCase, Situation } from './domain/rules/case.js'
export type { PropertyCoverage } from './domain/rules/property-coverage.js'
export type { ProofOptions } from './domain/rules/run-case.js'
export { sampleHistory } from './domain/sample-history.js'
export type { PolicyInput, Stage } from './domain/scenario.js'
export { World } from './domain/world.js'
