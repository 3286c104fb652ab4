import type { AnyEvent, EventType, Metadata } from './events.js'
import { type HistoryEvent, isHistoryEvent } from './history-events.js'
import { comparePoints, type Place, type Point, type Rank } from './points.js'

/** An event as it was recorded, with what a history needs to know of it. */
export interface RecordedEvent {
  readonly event: AnyEvent
  readonly eventId: string
  readonly revision: number
  readonly metadata: Pick<Metadata, 'actor' | 'commandId' | 'recordedAt' | 'entry' | 'place' | 'replaces' | 'causedBy'>
}

/** The events of one command, of one day. */
export interface HistoryEntry {
  /** The id of its first event. */
  readonly id: string
  readonly eventIds: readonly string[]
  /** The revision of its first event. */
  readonly revision: number
  readonly events: readonly AnyEvent[]
  readonly point: Point
  /** The event to which the process that entered it reacted; absent for what a person entered. */
  readonly causedBy?: string
  /** The rules of permission that speak against it as things are known now. */
  readonly contradictedBy: readonly string[]
}

/** The entries of a stream. */
export interface History {
  /** Those that stand, in valid-time order. */
  readonly entries: readonly HistoryEntry[]
  /** All that were ever recorded, in the order of recording. */
  readonly recorded: readonly RecordedEntry[]
}

/** An entry in the order of recording, whether it stands or not. */
export interface RecordedEntry extends HistoryEntry {
  readonly recordedAt: string
  readonly actor: string
  readonly replaces?: string
  /** What it says about another entry. */
  readonly about?: HistoryEvent
}

/** How an aggregate orders the entries of its streams. */
export interface HistoryOrder {
  readonly events: Readonly<Record<string, Pick<EventType, 'rank'>>>
  readonly order?: 'recorded'
}

export const emptyHistory: History = { entries: [], recorded: [] }

/** The rank of an event type within its day. */
export const rankOf = ({ events }: HistoryOrder, type: string): Rank =>
  (Object.hasOwn(events, type) ? events[type]?.rank : undefined) ?? 0

/** The place of an entry, from the metadata of its first event. */
export const placeOf = ({ place, recordedAt, commandId, entry = 0 }: RecordedEvent['metadata']): Place =>
  place ?? { at: recordedAt, id: commandId, entry, depth: 0 }

/**
 * A history after more events of its stream, which follow the last recorded one. The order of the entries does not
 * depend on how the events were split among calls.
 *
 * @example
 * const { entries } = extendHistory(emptyHistory, recordedEvents, aggregate)
 */
export const extendHistory = (history: History, events: readonly RecordedEvent[], order: HistoryOrder): History => {
  const added = entriesOf(events, history.recorded, order)
  const recorded = [...history.recorded, ...added]
  const isPlain = added.every(({ about, replaces }) => about === undefined && replaces === undefined)
  return { recorded, entries: isPlain ? withEntries(history.entries, added, order) : standingOf(recorded, order) }
}

/** A history as it was when its stream had a revision; what was recorded later is left out. */
export const historyUpTo = ({ recorded }: History, revision: number, order: HistoryOrder): History => {
  const known = recorded.filter((entry) => entry.revision <= revision)
  return { recorded: known, entries: standingOf(known, order) }
}

/** Groups events into entries: those of one command, and within a bundle those of one of its commands. */
const entriesOf = (
  events: readonly RecordedEvent[],
  earlier: readonly RecordedEntry[],
  order: HistoryOrder,
): readonly RecordedEntry[] => {
  const entries: RecordedEntry[] = []
  let group: RecordedEvent[] = []
  const find = (id: string): RecordedEntry | undefined =>
    entries.findLast((entry) => entry.id === id) ?? earlier.findLast((entry) => entry.id === id)
  const close = (): void => {
    const [first] = group
    if (first !== undefined) entries.push(entryOf(first, group, find, order))
    group = []
  }
  for (const event of events) {
    const [first] = group
    if (first !== undefined && !isSameEntry(first.metadata, event.metadata)) close()
    group.push(event)
  }
  close()
  return entries
}

const isSameEntry = (a: RecordedEvent['metadata'], b: RecordedEvent['metadata']): boolean =>
  a.commandId === b.commandId && (a.entry ?? 0) === (b.entry ?? 0)

const entryOf = (
  { event, eventId, revision, metadata }: RecordedEvent,
  group: readonly RecordedEvent[],
  find: (id: string) => RecordedEntry | undefined,
  order: HistoryOrder,
): RecordedEntry => {
  const { replaces, causedBy } = metadata
  const replaced = replaces === undefined ? undefined : find(replaces)
  return {
    id: eventId,
    eventIds: group.map((one) => one.eventId),
    revision,
    recordedAt: metadata.recordedAt,
    actor: metadata.actor,
    events: group.map((one) => one.event),
    point: {
      on: event.data.on,
      rank: rankOf(order, event.type),
      place: placeOf(metadata),
      origin: replaced?.point.origin ?? revision,
    },
    contradictedBy: [],
    ...(causedBy === undefined ? {} : { causedBy }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(isHistoryEvent(event) ? { about: event } : {}),
  }
}

/** Whether an entry follows from another one, through whatever processes and streams. */
export const followsFrom = (entry: HistoryEntry, from: HistoryEntry): boolean => {
  const { place } = entry.point
  const root = from.point.place
  return place.at === root.at && place.id === root.id && place.entry === root.entry && place.depth > root.depth
}

/** The standing annulment of an entry, if there is one. */
export const annulmentOf = ({ recorded }: History, { id }: HistoryEntry): RecordedEntry | undefined => {
  const found = recorded.findLast(({ about }) => about?.type === 'EntryAnnulled' && about.data.eventId === id)
  return found === undefined || annulmentOf({ recorded, entries: [] }, found) !== undefined ? undefined : found
}

/** Compares entries: by their points, or in the order of recording. */
export const compareEntries =
  ({ order }: HistoryOrder) =>
  (a: Pick<HistoryEntry, 'point'>, b: Pick<HistoryEntry, 'point'>): number =>
    order === 'recorded' ? a.point.origin - b.point.origin : comparePoints(a.point, b.point)

/** Entries in history order, with more of them. */
const withEntries = (
  entries: readonly HistoryEntry[],
  added: readonly HistoryEntry[],
  order: HistoryOrder,
): readonly HistoryEntry[] => {
  const all = [...entries]
  const compare = compareEntries(order)
  for (const entry of added) {
    let at = all.length
    while (at > 0 && compare(all[at - 1] ?? entry, entry) > 0) at -= 1
    all.splice(at, 0, entry)
  }
  return all
}

/** The entries that stand: those that no standing annulment names. An annulment can itself be annulled. */
const standingOf = (recorded: readonly RecordedEntry[], order: HistoryOrder): readonly HistoryEntry[] => {
  const annulled = new Set<string>()
  const contradictions = new Map<string, Set<string>>()
  // from the newest: whether an annulment stands depends only on newer ones
  for (const { id, about } of recorded.toReversed())
    if (about?.type === 'EntryAnnulled' && !annulled.has(id)) annulled.add(about.data.eventId)
  for (const { id, about, replaces } of recorded) {
    // what contradicts an entry contradicts its replacement, until that is resolved
    if (replaces !== undefined) contradictions.set(id, new Set(contradictions.get(replaces)))
    if (about === undefined || about.type === 'EntryAnnulled') continue
    const { eventId, rule } = about.data
    const rules = contradictions.get(eventId) ?? new Set()
    if (about.type === 'EntryContradicted') rules.add(rule)
    else rules.delete(rule)
    contradictions.set(eventId, rules)
  }
  return recorded
    .filter(({ id, about }) => about === undefined && !annulled.has(id))
    .map((entry) => {
      const rules = contradictions.get(entry.id)
      return rules === undefined ? entry : { ...entry, contradictedBy: [...rules] }
    })
    .sort(compareEntries(order))
}
