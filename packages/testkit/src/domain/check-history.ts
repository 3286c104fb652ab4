import { domain, underPolicy } from '@skein/core'
import { check, codecOf, type EventStore, openMemory, type Storage, type Violation } from '@skein/engine'
import { type AnyEvent, partsOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { PolicyInput } from './scenario.js'

/** An event of a history. */
export interface HistoryEvent {
  /** The stream, `<aggregate>-<id>`, such as `journey-t1`. */
  readonly stream: string
  readonly type: string
  /** The event's data, as its schema takes it. */
  readonly data: unknown
  /** The instant of recording, ISO 8601 in UTC; default the end of the day on which it happened. */
  readonly recordedAt?: string
  /** The revisions of other streams that the decision read; default those before it in the history. */
  readonly observedRevisions?: Readonly<Record<string, number>>
}

export interface CheckHistoryOptions {
  /** Judge every decision under this policy instead of the one in force: who would be affected? */
  readonly policy?: PolicyInput
}

/**
 * Checks a history against every rule of the domain. Gives all violations, each with the rule, the stream, the revision
 * and the evidence; an empty list if the history keeps the rules.
 *
 * Throws a `ZodError` if an event does not fit its schema, an `Error` if the domain does not know its type or the stream
 * name is no `<aggregate>-<id>`, and a `StorageError` if the store cannot be read.
 *
 * @param history events in the order of recording, or a store that holds a log
 * @example
 * const violations = await checkHistory([{ stream: 'course-c1', type: 'CourseOffered', data: { … } }])
 * expect(violations).toEqual([])
 */
export const checkHistory = async (
  history: readonly HistoryEvent[] | Pick<Storage, 'events'>,
  { policy }: CheckHistoryOptions = {},
): Promise<readonly Violation[]> => {
  const events = 'events' in history ? history.events : await storeOf(history)
  const violations: Violation[] = []
  for await (const violation of check(domain, events, policy === undefined ? {} : { views: underPolicy(policy) }))
    violations.push(violation)
  return violations
}

const eventTypes = new Map(domain.aggregates.flatMap(({ events }) => Object.entries(events)))

/** The event as its schema reads it. */
export const parsedEvent = ({ stream, type, data }: Pick<HistoryEvent, 'stream' | 'type' | 'data'>): AnyEvent => {
  if (partsOf(stream).id === '') throw new Error(`"${stream}" is no stream name: expected <aggregate>-<id>.`)
  const known = eventTypes.get(type)
  if (known === undefined) throw new Error(`This domain has no event of the type "${type}"; ${stream} holds one.`)
  // sound: the schema of an event gives its type and data with a day
  return known.schema.parse({ type, data }) as AnyEvent
}

const codec = codecOf(domain)

/** A store in memory that holds the history, whatever rules it breaks. */
const storeOf = async (history: readonly HistoryEvent[]): Promise<EventStore> => {
  const { events } = openMemory()
  const ends = new Map<string, { readonly revision: number; readonly hash: string | null }>()
  for (const [index, entry] of history.entries()) {
    const { stream, recordedAt } = entry
    const event = parsedEvent(entry)
    const { revision, hash } = ends.get(stream) ?? { revision: -1, hash: null }
    const encoded = codec.encode([event], {
      stream,
      revision,
      previous: hash,
      // the end of the day in the programme's time zone
      recordedAt: recordedAt ?? `${event.data.on}T15:59:59.000Z`,
      actor: 'history',
      commandId: `history-${index}`,
      commandHash: '',
      correlationId: `history-${index}`,
      // `check` reads a stream that is left out as it was at that point of the log
      observedRevisions: entry.observedRevisions ?? {},
    })
    const written = await events.append(stream, encoded, revision < 0 ? 'none' : revision)()
    if (E.isLeft(written)) throw new Error(`The history could not be stored: ${written.left._tag} on ${stream}.`)
    ends.set(stream, { revision: revision + 1, hash: encoded[0]?.hash ?? null })
  }
  return events
}
