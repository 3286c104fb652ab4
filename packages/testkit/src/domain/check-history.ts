import { type CommandInput, policySchemaOf, underPolicy } from '@skein/core'
import { check, type Storage, type Violation } from '@skein/engine'
import { type DomainOption, domainOf } from './domain-option.js'
import type { HistoryEvent } from './history-event.js'
import { storeOf } from './history-store.js'
import type { PolicyInput } from './scenario.js'

export interface CheckHistoryOptions<Input = CommandInput> extends DomainOption<Input> {
  /** Judge every decision under this policy instead of the one in force: who would be affected? */
  readonly policy?: PolicyInput<Input>
}

/**
 * Checks a history against every rule of the domain. Gives all violations, each with the rule, the stream, the revision
 * and the evidence; an empty list if the history keeps the rules.
 *
 * In a store, events that the domain does not know are violations of `unknown-event`, one for each type; see `check`.
 * In a list they are an `Error` that names them. Throws a `ZodError` if an event does not fit its schema, an `Error` if a
 * stream name is no `<aggregate>-<id>`, and a `StorageError` if the store cannot be read.
 *
 * @param history events in the order of recording, or a store that holds a log
 * @example
 * const violations = await checkHistory([{ stream: 'course-c1', type: 'CourseOffered', data: { … } }])
 * expect(violations).toEqual([])
 */
export const checkHistory = async <Input = CommandInput>(
  history: readonly HistoryEvent[] | Pick<Storage, 'events'>,
  options: CheckHistoryOptions<Input> = {},
): Promise<readonly Violation[]> => {
  const { policy } = options
  const domain = domainOf(options)
  const events = 'events' in history ? history.events : await storeOf(history, domain)
  const views = policy === undefined ? {} : { views: underPolicy(policy, policySchemaOf(domain)) }
  const violations: Violation[] = []
  for await (const violation of check(domain, events, views)) violations.push(violation)
  return violations
}
