import { type CommandInput, policySchemaOf, underPolicy } from '@skein/core'
import { check, codecOf, type EventStore, openMemory, type Storage, type Violation } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { type DomainOption, domainOf } from './domain-option.js'
import { type HistoryEvent, parsedEvents } from './history-event.js'
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

/** A store in memory that holds the history, whatever rules it breaks. */
const storeOf = async (history: readonly HistoryEvent[], domain: Domain): Promise<EventStore> => {
  const { events } = openMemory()
  const codec = codecOf(domain)
  const ends = new Map<string, { readonly revision: number; readonly hash: string | null }>()
  for (const [index, { stream, event, entry }] of parsedEvents(history, domain).entries()) {
    const { recordedAt, observedRevisions = {} } = entry
    const { revision, hash } = ends.get(stream) ?? { revision: -1, hash: null }
    const encoded = codec.encode([event], {
      stream,
      revision,
      previous: hash,
      // the end of the day in Shanghai, and no earlier than that day in any other time zone
      recordedAt: recordedAt ?? `${event.data.on}T15:59:59.000Z`,
      actor: 'history',
      commandId: `history-${index}`,
      commandHash: '',
      correlationId: `history-${index}`,
      // `check` reads a stream that is left out as it was at that point of the log
      observedRevisions,
    })
    const written = await events.append(stream, encoded, revision < 0 ? 'none' : revision)()
    if (E.isLeft(written)) throw new Error(`The history could not be stored: ${written.left._tag} on ${stream}.`)
    ends.set(stream, { revision: revision + 1, hash: encoded[0]?.hash ?? null })
  }
  return events
}
