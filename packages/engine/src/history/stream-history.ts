import {
  type AnyEvent,
  compareEntries,
  emptyHistory,
  extendHistory,
  type History,
  type HistoryEntry,
  type HistoryOrder,
  isHistoryEvent,
  type Rank,
  type RecordedEntry,
  rankOf,
} from '@skein/kernel'
import { historyMetadataOf } from '../integrity/metadata.js'
import type { Position, StoredEvent } from '../ports/index.js'
import { isRecordedLate } from '../ports/late-events.js'
import { inPlainOrder } from './plain-order.js'

/** A stored event in its newest version. */
export interface DecodedEvent {
  readonly event: AnyEvent
  readonly stored: StoredEvent
}

/** An event of an entry, and the event that annulled it. */
export interface AnnotatedEvent extends DecodedEvent {
  readonly annulledBy: DecodedEvent | undefined
}

/** The end of a history, as far as a fold needs it to notice an event that belongs before it. */
export interface HistoryEnd {
  /** '' before the first event. */
  on: string
  rank: Rank
}

export const emptyEnd = (): HistoryEnd => ({ on: '', rank: -1 })

/**
 * Whether an event that was recorded after all others also comes last in the history.
 *
 * @param rank `undefined` in a stream in the order of recording, in which only what takes the place of another one does not
 */
export const isLast = (end: HistoryEnd, on: string, rank: Rank | undefined, metadata: string): boolean =>
  rank === undefined
    ? !isRecordedLate(metadata)
    : on > end.on || (on === end.on && rank >= end.rank && !isRecordedLate(metadata))

/** The history of a stream, as it was known at any position of the log. */
export class StreamHistory {
  readonly #recorded: readonly DecodedEvent[]
  readonly order: HistoryOrder
  /** Events that cannot be read: they are not part of it. */
  readonly unreadable: readonly StoredEvent[]
  /** How many events, from the first, were recorded in the order of the history. */
  readonly #inOrder: number
  /** The results so far, by the number of events. */
  readonly #standing = new Map<number, readonly DecodedEvent[]>()

  /** @param recorded the events of the stream, in the order of recording */
  constructor(recorded: readonly DecodedEvent[], order: HistoryOrder, unreadable: readonly StoredEvent[] = []) {
    this.#recorded = recorded
    this.order = order
    this.unreadable = unreadable
    this.#inOrder = lengthInOrder(recorded, order)
  }

  /** How many of the events were recorded up to a position. */
  lengthAt(position: Position, compare: (a: Position, b: Position) => number): number {
    let length = this.#recorded.length
    for (; length > 0; length--) {
      const last = this.#recorded[length - 1]
      if (last === undefined || compare(last.stored.position, position) <= 0) break
    }
    return length
  }

  /**
   * The events that stand after the first `length` events of the stream, in history order, each contradiction behind the
   * entry that it is about.
   */
  standing(length: number): readonly DecodedEvent[] {
    if (length <= this.#inOrder) return this.#recorded.slice(0, length)
    const recorded = this.#recorded.slice(0, length)
    const known =
      this.#standing.get(length) ?? inPlainOrder(recorded, this.order) ?? inHistoryOrder(recorded, this.order, false)
    this.#standing.set(length, known)
    return known
  }

  /** The same with the events that were annulled, at the places that they had, and without contradictions. */
  all(length: number): readonly AnnotatedEvent[] {
    if (length > this.#inOrder) return inHistoryOrder(this.#recorded.slice(0, length), this.order, true)
    return this.#recorded.slice(0, length).map((one) => ({ ...one, annulledBy: undefined }))
  }
}

/** The end of the history that these events are. */
export const endOf = (events: readonly DecodedEvent[], order: HistoryOrder): HistoryEnd => {
  const last = events.findLast(({ event }) => !isHistoryEvent(event))
  return last === undefined ? emptyEnd() : { on: last.event.data.on, rank: rankOf(order, last.event.type) }
}

const lengthInOrder = (recorded: readonly DecodedEvent[], order: HistoryOrder): number => {
  let end = emptyEnd()
  for (const [index, { event, stored }] of recorded.entries()) {
    const { type, data } = event
    if (isHistoryEvent(event)) return index
    const rank = rankOf(order, type)
    if (order.order === 'recorded') continue
    if (!isLast(end, data.on, rank, stored.metadata)) return index
    end = { on: data.on, rank }
  }
  return recorded.length
}

/** Events in history order, with those that were annulled or without. */
const inHistoryOrder = (
  recorded: readonly DecodedEvent[],
  order: HistoryOrder,
  withAnnulled: boolean,
): readonly AnnotatedEvent[] => {
  const byEvent = new Map(recorded.map((one) => [one.event, one]))
  const events = recorded.map(({ event, stored }) => ({
    event,
    eventId: stored.eventId,
    revision: stored.revision,
    metadata: historyMetadataOf(stored),
  }))
  const history = extendHistory(emptyHistory, events, order)
  const decodedOf = ({ events }: HistoryEntry, annulledBy?: DecodedEvent): readonly AnnotatedEvent[] =>
    events.flatMap((event) => {
      const decoded = byEvent.get(event)
      return decoded === undefined ? [] : [{ ...decoded, annulledBy }]
    })
  if (!withAnnulled) {
    const contradictions = contradictionsIn(history)
    return history.entries.flatMap((entry) => [
      ...decodedOf(entry),
      ...entry.contradictedBy.flatMap((rule) => {
        const contradiction = contradictions.get(`${entry.id} ${rule}`)
        return contradiction === undefined ? [] : decodedOf(contradiction)
      }),
    ])
  }
  const annulments = annulmentsIn(history)
  return history.recorded
    .filter(({ about }) => about === undefined)
    .sort(compareEntries(order))
    .flatMap((entry) => {
      const annulment = annulments.get(entry.id)?.events[0]
      return decodedOf(entry, annulment && byEvent.get(annulment))
    })
}

/** The last contradiction of each entry by each rule. */
const contradictionsIn = ({ recorded }: History): ReadonlyMap<string, RecordedEntry> => {
  const contradictions = new Map<string, RecordedEntry>()
  for (const entry of recorded)
    if (entry.about?.type === 'EntryContradicted') {
      const { eventId, rule } = entry.about.data
      contradictions.set(`${eventId} ${rule}`, entry)
    }
  return contradictions
}

/** The annulment that stands of each entry that does not. */
const annulmentsIn = ({ recorded }: History): ReadonlyMap<string, RecordedEntry> => {
  const annulments = new Map<string, RecordedEntry>()
  // from the newest, as an annulment can itself be annulled
  for (const entry of recorded.toReversed())
    if (entry.about?.type === 'EntryAnnulled' && !annulments.has(entry.id))
      annulments.set(entry.about.data.eventId, entry)
  return annulments
}
