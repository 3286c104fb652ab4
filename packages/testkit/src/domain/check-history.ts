import { domain, underPolicy } from '@skein/core'
import { check, codecOf, type EventStore, openMemory, type Storage, type Violation } from '@skein/engine'
import { type AnyEvent, partsOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { PolicyInput } from './scenario.js'

/** An event of a history, as a person would note it down. */
export interface HistoryEvent {
  /** Such as `journey-t1`. */
  readonly stream: string
  readonly type: string
  readonly data: unknown
  /** The instant it was recorded, ISO 8601 in UTC; by default at the end of the day it happened on. */
  readonly recordedAt?: string
  /** The revisions of other streams that the decision looked at; by default those before it in the history. */
  readonly observedRevisions?: Readonly<Record<string, number>>
}

export interface CheckHistoryOptions {
  /** Judge every decision under this policy instead of the one that was in force: who would be affected? */
  readonly policy?: PolicyInput
}

/**
 * Judges a history by the rules: events in the order in which they were recorded, or a store that holds some.
 * Gives every violation; events that do not fit their schema throw a ZodError.
 *
 * @example
 * expect(await checkHistory([{ stream: 'course-c1', type: 'CourseOffered', data: { … } }])).toEqual([])
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

const types = new Map(domain.aggregates.flatMap(({ events }) => Object.entries(events)))

/** The event as its schema reads it; throws a ZodError where it does not fit. */
export const parsedEvent = ({ stream, type, data }: HistoryEvent): AnyEvent => {
  const known = types.get(type)
  if (known === undefined) throw new Error(`${stream} holds ${type}, which is no event of this domain`)
  // sound: the schema of an event gives its type and data with a day
  return known.schema.parse({ type, data }) as AnyEvent
}

/** A store in memory that holds the history as it stands, whatever rules it breaks. */
const storeOf = async (history: readonly HistoryEvent[]): Promise<EventStore> => {
  const { events } = openMemory()
  const codec = codecOf(domain)
  const last = new Map<string, { readonly revision: number; readonly hash: string | null }>()
  for (const [at, noted] of history.entries()) {
    const { stream, recordedAt } = noted
    if (partsOf(stream).id === '') throw new Error(`${stream} names no stream: expected <aggregate>-<id>`)
    const fact = parsedEvent(noted)
    const { revision, hash } = last.get(stream) ?? { revision: -1, hash: null }
    const encoded = codec.encode([fact], {
      stream,
      revision,
      previous: hash,
      // before midnight in the programme's time zone
      recordedAt: recordedAt ?? `${fact.data.on}T15:59:59.000Z`,
      actor: 'history',
      commandId: `history-${at}`,
      commandHash: '',
      correlationId: `history-${at}`,
      // sound: what is left out is taken as it stood at that place of the log
      observedRevisions: noted.observedRevisions ?? {},
    })
    const written = await events.append(stream, encoded, revision < 0 ? 'none' : revision)()
    if (E.isLeft(written)) throw new Error(`the history could not be kept: ${written.left._tag}`)
    last.set(stream, { revision: revision + 1, hash: encoded[0]?.hash ?? null })
  }
  return events
}
