import {
  type AnyAggregate,
  comparePlaces,
  firstSeenAt,
  type HistoryEntry,
  isSame,
  type Point,
  seenEntries,
} from '@skein/kernel'
import { evolved } from './fold.js'

/** Where an entry stands, as far as it decides what is seen of it from other streams. */
type SeenPoint = Pick<Point, 'on' | 'place'>

/** The entries of one stream in history order, as they were and as they are. */
export interface TwoHistories {
  readonly before: readonly HistoryEntry[]
  readonly now: readonly HistoryEntry[]
}

/**
 * The first point behind which two histories of a stream differ in what `show` shows of their states; `undefined` where
 * they never do. Where they differ at their ends, it is the first point at which the histories themselves do: some views
 * are of all that is recorded.
 */
export const firstDifference = (
  aggregate: AnyAggregate,
  stream: string,
  { before, now }: TwoHistories,
  show: (state: unknown) => unknown,
): SeenPoint | undefined => {
  const first = changedPoints(before, now)[0]
  if (first === undefined) return undefined
  const whole = (entries: readonly HistoryEntry[]) => new SeenFold(aggregate, stream, entries)
  const [was, is] = [whole(before), whole(now)]
  const later = [...before, ...now].map(({ point }) => point).filter((point) => compareSeen(point, first) >= 0)
  let differsAt: SeenPoint | undefined
  let isDifferent = false
  for (const point of later.sort(compareSeen)) {
    isDifferent = !isSame(show(was.after(point)), show(is.after(point)))
    if (isDifferent) differsAt ??= point
  }
  return isDifferent ? first : differsAt
}

/** In the order in which other streams see them: within a day by place alone. */
const compareSeen = (a: SeenPoint, b: SeenPoint): number =>
  a.on === b.on ? comparePlaces(a.place, b.place) : a.on < b.on ? -1 : 1

/** The points of entries that only one of two histories has, the first to be seen first. */
const changedPoints = (before: readonly HistoryEntry[], now: readonly HistoryEntry[]): readonly SeenPoint[] => {
  const [idsBefore, idsNow] = [before, now].map((entries) => new Set(entries.map(({ id }) => id)))
  return [...before.filter(({ id }) => !idsNow?.has(id)), ...now.filter(({ id }) => !idsBefore?.has(id))]
    .map(({ point }) => firstSeenAt(point))
    .sort(compareSeen)
}

/** Folds what is seen of a history from later and later points. */
class SeenFold {
  readonly #fold: (state: unknown, entries: readonly HistoryEntry[]) => unknown
  readonly #entries: readonly HistoryEntry[]
  #on = ''
  /** The number of entries of earlier days, and the state after them. */
  #earlier = 0
  #state: unknown
  #day: readonly HistoryEntry[] = []
  /** The number of the first entries of the day that were seen last, and the state after them. */
  #seen = 0
  #seenState: unknown

  constructor(aggregate: AnyAggregate, stream: string, entries: readonly HistoryEntry[]) {
    this.#fold = (state, some) =>
      evolved(
        aggregate,
        stream,
        state,
        some.flatMap(({ events }) => events),
      )
    this.#entries = entries
    this.#state = aggregate.decider.initialState
    this.#seenState = this.#state
  }

  /** The state as it is seen right behind a point, which does not lie before the last one that was asked for. */
  after({ on, place }: SeenPoint): unknown {
    this.#goTo(on)
    const day = this.#day
    const seen = seenEntries(day, (point) => comparePlaces(point.place, place) <= 0)
    // an entry that opens or ends a stream comes first or last of its day, whenever it was entered
    if (!seen.every((entry, at) => entry === day[at])) return this.#fold(this.#state, seen)
    this.#seenState = this.#fold(this.#seenState, seen.slice(this.#seen))
    this.#seen = seen.length
    return this.#seenState
  }

  /** Folds the days before that one. */
  #goTo(on: string): void {
    if (this.#on === on) return
    const at = this.#entries.findIndex(({ point }, index) => index >= this.#earlier && point.on >= on)
    const first = at === -1 ? this.#entries.length : at
    this.#state = this.#fold(this.#state, this.#entries.slice(this.#earlier, first))
    this.#earlier = first
    const next = this.#entries.findIndex(({ point }, index) => index >= first && point.on > on)
    this.#day = this.#entries.slice(first, next === -1 ? undefined : next)
    this.#on = on
    this.#seen = 0
    this.#seenState = this.#state
  }
}
