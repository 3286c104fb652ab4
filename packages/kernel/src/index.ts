export * from './amounts.js'
export * from './change-parts.js'
export * from './command-of-entry.js'
export * from './commands.js'
export * from './compose-domain.js'
export * from './days.js'
export * from './decide-again.js'
export * from './decide-entry-again.js'
export * from './decider.js'
export * from './decider-error.js'
export * from './define-aggregate.js'
export * from './division-index.js'
export * from './divisions.js'
export * from './domain.js'
export * from './events.js'
export * from './extend-aggregate.js'
export * from './history.js'
export * from './history-events.js'
export * from './idempotency.js'
export * from './ids.js'
export * from './misconfigured.js'
export * from './options.js'
export {
  Envelope,
  type Erased,
  isEnvelope,
  type PersonalField,
  type PersonalOptions,
  type PersonalSchema,
  type PlainShape,
  personal,
  personalFieldsOf,
  personsNamedBy,
} from './personal.js'
export * from './points.js'
export * from './process.js'
export * from './projection.js'
export * from './references.js'
export * from './referred-streams.js'
export { type RefersTo, refersTo } from './refers-to.js'
export * from './revise.js'
export { rankOfCommand } from './revised-entries.js'
export * from './revision.js'
export * from './rows.js'
export * from './rules.js'
export { eachElement, type PathStep } from './schema-paths.js'
export * from './schemas.js'
export * from './streams.js'
export * from './tags.js'
export * from './text.js'
