import { EntryAnnulled, emptyHistory, extendHistory, partsOf } from '@skein/kernel'
import type { Codec } from '../integrity/codec.js'
import { historyMetadataOf, metadataOf } from '../integrity/metadata.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import type { ReactorContext } from './batch.js'

/** An entry that an annulment takes out, with what it replaced, and what replaces it. */
export interface AnnulledEntry {
  /** Its events. */
  readonly events: readonly StoredEvent[]
  /** The events at which it, or what it replaced, ever stood. */
  readonly former: readonly StoredEvent[]
  /** The types of the events that took its place in the same append; none if nothing did. */
  readonly replacedByTypes: ReadonlySet<string>
}

/** The entry that an annulment names; `undefined` if it names an annulment, which then no longer holds. */
export const annulledEntry = async (
  annulment: StoredEvent,
  events: Pick<EventStore, 'readStream'>,
  codec: Pick<Codec, 'decode'>,
): Promise<AnnulledEntry | undefined> => {
  const { data } = EntryAnnulled.parse(codec.decode(annulment))
  const log = await eventsOf(annulment.stream, events)
  const first = log.find(({ eventId }) => eventId === data.eventId)
  if (first === undefined || first.type === annulment.type) return undefined
  const own = entryFrom(log, first)
  const replacement = log.find((stored) => metadataOf(stored).replaces === data.eventId)
  const replacedByTypes = new Set(replacement === undefined ? [] : entryFrom(log, replacement).map(({ type }) => type))
  return { events: own, former: [...own, ...replacedBy(log, first)], replacedByTypes }
}

/** The entry that an annulment let stand again, since it was itself annulled; `undefined` for any other annulment. */
export const reinstatedEntry = async (
  annulment: StoredEvent,
  events: Pick<EventStore, 'readStream'>,
  codec: Pick<Codec, 'decode'>,
): Promise<readonly StoredEvent[] | undefined> => {
  const { data } = EntryAnnulled.parse(codec.decode(annulment))
  const log = await eventsOf(annulment.stream, events)
  const named = log.find(({ eventId }) => eventId === data.eventId)
  if (named?.type !== annulment.type) return undefined
  const { eventId } = EntryAnnulled.parse(codec.decode(named)).data
  const first = log.find((stored) => stored.eventId === eventId)
  return first === undefined ? undefined : entryFrom(log, first)
}

/** The events of a stream that stand, in the order of recording. */
export const standingEvents = async (
  stream: string,
  { storage, codec, domain }: Pick<ReactorContext, 'storage' | 'codec' | 'domain'>,
): Promise<readonly StoredEvent[]> => {
  const aggregate = domain.aggregates.find(({ name }) => name === partsOf(stream).aggregate)
  if (aggregate === undefined) return []
  const log = await eventsOf(stream, storage.events)
  const recorded = log.map((stored) => ({
    event: codec.decode(stored),
    eventId: stored.eventId,
    revision: stored.revision,
    metadata: historyMetadataOf(stored),
  }))
  const { entries } = extendHistory(emptyHistory, recorded, aggregate)
  const standing = new Set(entries.flatMap(({ eventIds }) => eventIds))
  return log.filter(({ eventId }) => standing.has(eventId))
}

/** Whether the event at a position such as `batch-b1@12` stands. Mostly nothing was annulled behind it. */
export const stillStands = async (
  position: string,
  context: Pick<ReactorContext, 'storage' | 'codec' | 'domain'>,
): Promise<boolean> => {
  const { stream, revision } = atPosition(position)
  let isAmended = false
  for await (const later of context.storage.events.readStream(stream, { from: revision + 1 }))
    isAmended ||= later.some(({ type }) => type === 'EntryAnnulled')
  return !isAmended || (await standingEvents(stream, context)).some((stored) => stored.revision === revision)
}

const atPosition = (position: string): { readonly stream: string; readonly revision: number } => {
  const at = position.lastIndexOf('@')
  return { stream: position.slice(0, at), revision: Number(position.slice(at + 1)) }
}

/** The event at a position such as `batch-b1@12`, or the one that took its place; `undefined` if neither stands. */
export const standingEventFor = async (
  position: string,
  context: Pick<ReactorContext, 'storage' | 'codec' | 'domain'>,
): Promise<StoredEvent | undefined> => {
  const { stream, revision } = atPosition(position)
  const standing = new Set((await standingEvents(stream, context)).map(({ eventId }) => eventId))
  const log = await eventsOf(stream, context.storage.events)
  let event = log.find((stored) => stored.revision === revision)
  while (event !== undefined && !standing.has(event.eventId)) event = replacementOf(event, log)
  return event
}

/** The event of the same type in the entry that took the place of an event's own. */
const replacementOf = (event: StoredEvent, log: readonly StoredEvent[]): StoredEvent | undefined => {
  const own = new Set(entryFrom(log, event).map(({ eventId }) => eventId))
  return log.find((stored) => stored.type === event.type && own.has(metadataOf(stored).replaces ?? ''))
}

/** The events of all entries that the entry of an event replaced, one after another. */
export const formerEvents = async (
  stored: StoredEvent,
  events: Pick<EventStore, 'readStream'>,
): Promise<readonly StoredEvent[]> =>
  metadataOf(stored).replaces === undefined ? [] : replacedBy(await eventsOf(stored.stream, events), stored)

const replacedBy = (log: readonly StoredEvent[], stored: StoredEvent): readonly StoredEvent[] => {
  const { replaces } = metadataOf(stored)
  const first = log.find(({ eventId }) => eventId === replaces)
  return first === undefined ? [] : [...entryFrom(log, first), ...replacedBy(log, first)]
}

/** The events of the entry that begins with an event. */
const entryFrom = (log: readonly StoredEvent[], first: StoredEvent): readonly StoredEvent[] => {
  const { commandId, entry = 0 } = metadataOf(first)
  return log.filter((stored) => {
    const metadata = metadataOf(stored)
    return metadata.commandId === commandId && (metadata.entry ?? 0) === entry
  })
}

/** The events of a stream, in the order of recording. */
export const eventsOf = async (
  stream: string,
  events: Pick<EventStore, 'readStream'>,
): Promise<readonly StoredEvent[]> => {
  const log: StoredEvent[] = []
  for await (const batch of events.readStream(stream)) log.push(...batch)
  return log
}
