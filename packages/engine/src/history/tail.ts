import {
  type Change,
  comparePlaces,
  type Day,
  type HistoryEntry,
  type HistoryOrder,
  isHistoryEvent,
  type Place,
  type Point,
  placeOf,
  type Rank,
  rankOf,
} from '@skein/kernel'
import { hasPlace, historyMetadataOf } from '../integrity/metadata.js'
import { isRecordedLate } from '../ports/late-events.js'

/** An event as far as its order depends on it. `metadata` is JSON text. */
export interface OrderedEvent {
  readonly type: string
  readonly on: Day
  readonly metadata: string
}

/** The place of an entry, or the metadata in which it is found when it is needed. */
type PlaceSource = Place | string

/**
 * The end of a stream's history while its events come in order: nobody needs the entries before it then. Places are
 * read from the metadata only where two entries have the same day and rank, and a process entered one of them.
 */
export interface Tail {
  readonly on: Day
  readonly rank: Rank
  /** The place of the last entry. */
  readonly place: PlaceSource
  /** The last place of that day, whatever its rank. */
  readonly newest: PlaceSource
}

const placeFrom = (source: PlaceSource): Place =>
  typeof source === 'string' ? placeOf(historyMetadataOf({ metadata: source })) : source

const isMomentOfRecording = (source: PlaceSource): boolean =>
  typeof source === 'string' && !hasPlace({ metadata: source })

/** Whether an entry at `b` comes after one of the same day and rank at `a` that was recorded before it. */
export const comesAfter = (a: PlaceSource, b: PlaceSource): boolean =>
  // each entry of people is recorded at a later instant than the one before
  (isMomentOfRecording(a) && isMomentOfRecording(b)) || comparePlaces(placeFrom(a), placeFrom(b)) <= 0

/** The end of the history after one more event; `undefined` if the event belongs before the end. */
export const tailAfter = (
  tail: Tail | undefined,
  { type, on, metadata }: OrderedEvent,
  order: HistoryOrder,
): Tail | undefined => {
  if (isHistoryEvent({ type })) return undefined
  const rank = rankOf(order, type)
  const next: Tail = { on, rank, place: metadata, newest: metadata }
  // what takes the place of another event has its place, also in the order of recording
  if (order.order === 'recorded') return isRecordedLate(metadata) ? undefined : next
  if (tail === undefined || on > tail.on) return next
  if (on < tail.on || rank < tail.rank) return undefined
  if (rank === tail.rank && !comesAfter(tail.place, metadata)) return undefined
  return comesAfter(tail.newest, metadata) ? next : { ...next, newest: tail.newest }
}

/** The end of a history. */
export const tailOf = (entries: readonly HistoryEntry[]): Tail | undefined => {
  const last = entries.at(-1)?.point
  if (last === undefined) return undefined
  const { on, rank, place } = last
  let newest = place
  for (let at = entries.length - 2; at >= 0; at--) {
    const earlier = entries[at]?.point
    if (earlier === undefined || earlier.on < on) break
    if (comparePlaces(earlier.place, newest) > 0) newest = earlier.place
  }
  return { on, rank, place, newest }
}

/** Whether a decision at this point sees everything up to the end. */
export const isTailSeenFrom = (tail: Tail | undefined, { on, place }: Pick<Point, 'on' | 'place'>): boolean =>
  tail === undefined || tail.on < on || (tail.on === on && comparePlaces(placeFrom(tail.newest), place) < 0)

/**
 * Whether changes are recorded late (see `Metadata.late`): something is not entered, or has not the last place of its day.
 * Ranks do not count, as those of another version of the domain may differ.
 *
 * @param changes in the order of recording, which is that of the history
 */
export const isRecordedLateAfter = (
  tail: Tail | undefined,
  changes: readonly Change[],
  { order }: HistoryOrder,
): boolean => {
  let last = tail
  for (const change of changes) {
    if (change.kind !== 'entered') return true
    if (order === 'recorded') continue
    const { place, events } = change
    const on = events[0]?.data.on
    if (on === undefined) continue
    if (!isTailSeenFrom(last, { on, place })) return true
    last = { on, rank: 0, place, newest: place }
  }
  return false
}

/** Whether an entry comes after the end; without a place, it is entered now. */
export const isAfterTail = (
  tail: Tail | undefined,
  { on, rank, place }: Pick<Point, 'on' | 'rank'> & { readonly place: Place | undefined },
): boolean => {
  if (tail === undefined || on > tail.on) return true
  if (on < tail.on || rank < tail.rank) return false
  return rank > tail.rank || place === undefined || comparePlaces(placeFrom(tail.place), place) <= 0
}
