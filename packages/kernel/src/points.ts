import type { Day } from './days.js'

/**
 * Where an entry stands among the entries of its day: behind everything that was entered before it, and everything
 * that follows from it, through processes, stands right behind it. It is made from metadata, so it is the same in every
 * store and every copy.
 */
export interface Place {
  /** The instant at which a person entered what this follows from (or is), ISO 8601 in UTC. */
  readonly at: string
  /** The id of that command. */
  readonly id: string
  /** Which entry of that command, from 0: a bundle has several, numbered in the order in which they stand within a day. */
  readonly entry: number
  /** The number of causes between that entry and this one; 0 for the entry itself. */
  readonly depth: number
}

/** Within a day, what opens a stream comes first, and what ends it for good comes last. */
export type Rank = -1 | 0 | 1

/** Where an entry stands in the history of its stream. */
export interface Point {
  readonly on: Day
  readonly rank: Rank
  readonly place: Place
  /** The revision that it was first recorded at; a replacement keeps that of what it replaces. */
  readonly origin: number
}

/**
 * Compares two instants in ISO 8601, UTC, with any number of decimals: `…:07.123Z` lies before `…:07.123001Z`.
 * Negative, 0 or positive.
 */
export const compareInstants = (a: string, b: string): number => {
  if (a.length === b.length) return compare(a, b)
  return compare(a.slice(0, -1), b.slice(0, -1))
}

/** Negative, 0 or positive, as a comparator for sorting. */
export const comparePlaces = (a: Place, b: Place): number =>
  compareInstants(a.at, b.at) || compare(a.id, b.id) || a.entry - b.entry || a.depth - b.depth

/** The order of a history: day, rank, place, and then the order of recording. */
export const comparePoints = (a: Point, b: Point): number =>
  compare(a.on, b.on) || a.rank - b.rank || comparePlaces(a.place, b.place) || a.origin - b.origin

/**
 * Whether a decision at a point sees what stands at `seen` in another stream: earlier days whole, of the same day what
 * has an earlier place. A decision therefore never sees what followed from it.
 */
export const isSeenFrom = (seen: Pick<Point, 'on' | 'place'>, from: Pick<Point, 'on' | 'place'>): boolean =>
  seen.on < from.on || (seen.on === from.on && comparePlaces(seen.place, from.place) < 0)

/**
 * The entries of a stream that are seen, in history order. None is seen without what opens the stream on its day, though that
 * was entered later: again, say, after it was annulled.
 */
export const seenEntries = <Entry extends { readonly point: Point }>(
  entries: readonly Entry[],
  isSeen: (point: Point) => boolean,
): readonly Entry[] => {
  const seen = entries.filter(({ point }) => isSeen(point))
  const last = seen.at(-1)?.point
  if (last === undefined || last.rank === -1) return seen
  return entries.filter(({ point }) => isSeen(point) || (point.rank === -1 && point.on === last.on))
}

/** The first point of a day from which something of an entry may be seen. */
export const firstSeenAt = ({ on, rank, place }: Pick<Point, 'on' | 'rank' | 'place'>): Pick<Point, 'on' | 'place'> =>
  rank === -1 ? { on, place: beginningOfDay } : { on, place }

const beginningOfDay: Place = { at: '', id: '', entry: 0, depth: 0 }

/** Whether a decision at a point sees all of a stream's entries, which are in history order. */
export const isWholeSeenFrom = (
  entries: readonly { readonly point: Point }[],
  from: Pick<Point, 'on' | 'place'>,
): boolean => {
  for (let at = entries.length - 1; at >= 0; at--) {
    const point = entries[at]?.point
    if (point === undefined || point.on < from.on) return true
    if (!isSeenFrom(point, from)) return false
  }
  return true
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
