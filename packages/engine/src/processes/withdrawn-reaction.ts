import { type AnyCommand, commandOfEntry, type Domain, EntryAnnulled, partsOf, type Rejection } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import { eventAt } from '../integrity/event-at.js'
import { metadataOf } from '../integrity/metadata.js'
import type { EventStore, StoredEvent } from '../ports/index.js'

/** What a process had entered, and a rule refuses since something was entered for an earlier day. */
export interface WithdrawnReaction {
  readonly process: string
  readonly command: AnyCommand
  readonly rejection: Rejection
  /** The event to which the process had reacted. */
  readonly cause: StoredEvent
}

const processActor = 'process:'

/** The actor of the commands that a process sends. */
export const actorOf = (process: string): string => `${processActor}${process}`

/**
 * Finds what the annulment of an entry takes back, if a process entered it and a rule now refuses it; `undefined` for
 * any other annulment.
 */
export const withdrawnReaction = async (
  annulment: StoredEvent,
  { aggregates }: Pick<Domain, 'aggregates'>,
  events: Pick<EventStore, 'readStream'>,
  codec: Pick<Codec, 'decode'>,
): Promise<WithdrawnReaction | undefined> => {
  const { data } = EntryAnnulled.parse(codec.decode(annulment))
  const { rule, evidence } = data
  if (data.reason !== 'refused' || rule === undefined) return undefined
  const { stream } = annulment
  const aggregate = aggregates.find(({ name }) => name === partsOf(stream).aggregate)
  const before: StoredEvent[] = []
  for await (const batch of events.readStream(stream, { to: annulment.revision - 1 })) before.push(...batch)
  const entry = before.find(({ eventId }) => eventId === data.eventId)
  const command = aggregate && entry && commandOfEntry(aggregate, stream, [codec.decode(entry)])
  if (aggregate === undefined || entry === undefined || command === undefined) return undefined
  const { actor, causedBy } = metadataOf(originalOf(entry, before))
  const cause = causedBy === undefined ? undefined : await eventAt(causedBy, events)
  if (cause === undefined || !actor.startsWith(processActor)) return undefined
  const message = aggregate.rules.find(({ id }) => id === rule)?.title ?? { en: rule, zh: rule }
  return {
    process: actor.slice(processActor.length),
    command,
    cause,
    rejection: { rule, message, evidence: evidence ?? {} },
  }
}

/** The event as the process entered it, before anything was computed again. */
const originalOf = (event: StoredEvent, before: readonly StoredEvent[]): StoredEvent => {
  const { replaces } = metadataOf(event)
  const replaced = before.find(({ eventId }) => eventId === replaces)
  return replaced === undefined ? event : originalOf(replaced, before)
}
