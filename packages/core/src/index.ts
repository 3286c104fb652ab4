export type { DivisionRef } from '@skein/kernel'
export * as Agreement from './agreement/index.js'
export * as Base from './base/index.js'
export * as Batch from './batch/index.js'
export * as Calendar from './calendar/index.js'
export * as Course from './course/index.js'
export * as Division from './division/index.js'
export {
  canChangeDivision,
  determinesDivision,
  divisionOf,
  divisionRefOf,
  divisionRefOfDocument,
  type FindDivisionRef,
  isWithinDivision,
} from './divisions/index.js'
export { type CommandInput, type CommandOfPeople, domain } from './domain.js'
export type { DomainEvent } from './events.js'
export * from './extension/index.js'
export * as Household from './household/index.js'
export * as Instructor from './instructor/index.js'
export * as Journey from './journey/index.js'
export * from './policy/policy.js'
export { policySchemaOf, underPolicy } from './policy/under.js'
export * as Processes from './processes/index.js'
export * as Projections from './projections/index.js'
export {
  assurances,
  type CommandObservation,
  type ErasureObservation,
  type RepeatObservation,
} from './rules/assurances.js'
export { type RuleEntry, rules, rulesOf } from './rules/catalogue.js'
export { invariants } from './rules/invariants.js'
export * from './shared/value-objects.js'
