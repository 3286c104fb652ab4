import { type AnyAggregate, emptyHistory, type History, isSeenFrom, type Point } from '@skein/kernel'
import { emptyFold, type Folded, foldHistory, stateAfter } from '../history/fold.js'
import { readHistory } from '../history/read-history.js'
import { isTailSeenFrom } from '../history/tail.js'
import type { Codec } from '../integrity/codec.js'
import type { EventStore } from '../ports/index.js'
import { RecentCache } from '../primitives/recent-cache.js'

/** The number of streams that are kept at least, and of earlier folds for each; others are read from the store. */
const streamsKept = 5000
const foldsKept = 8
const historiesKept = 200

/** What a decision sees of other streams: everything up to its point. */
export type SeenFrom = Pick<Point, 'on' | 'place'>

/**
 * Streams as they were known at the revisions that a pass over the log needs: recent ones from memory, older ones from
 * the store. It keeps a bounded number of them, however long the log is.
 */
export class StreamStates {
  readonly #events: EventStore
  readonly #codec: Codec
  /** The last folds of each stream, by revision. */
  readonly #recent = new RecentCache<string, ReadonlyMap<number, Folded>>(streamsKept)
  readonly #histories = new RecentCache<string, { readonly revision: number; readonly history: History }>(historiesKept)

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** The fold of everything up to that revision. Without a promise where it is in memory. */
  at(aggregate: AnyAggregate, stream: string, revision: number): Folded | Promise<Folded> {
    if (revision < 0) return emptyFold(aggregate)
    return this.#recent.get(stream)?.get(revision) ?? this.#foldAt(aggregate, stream, revision)
  }

  /** The state with everything up to that revision, as seen from a point; without one, all of it. */
  async stateFrom(aggregate: AnyAggregate, stream: string, revision: number, point: SeenFrom | undefined) {
    const folded = await this.at(aggregate, stream, revision)
    if (point === undefined || aggregate.order === 'recorded' || isTailSeenFrom(folded.tail, point)) return folded.state
    const { entries } = await this.history(aggregate, stream, revision)
    return stateAfter(
      aggregate,
      stream,
      entries.filter((entry) => isSeenFrom(entry.point, point)),
    )
  }

  /** The entries that are known at that revision. */
  async history(aggregate: AnyAggregate, stream: string, revision: number): Promise<History> {
    const kept = this.#histories.get(stream)
    if (kept?.revision === revision) return kept.history
    const isBehind = kept !== undefined && kept.revision < revision
    const from = isBehind ? kept.revision + 1 : 0
    const batches = this.#events.readStream(stream, { from, to: revision })
    const history = await readHistory(isBehind ? kept.history : emptyHistory, batches, this.#codec, aggregate)
    this.#histories.set(stream, { history, revision })
    return history
  }

  /** Adds the fold of everything up to that revision. */
  keep(stream: string, revision: number, folded: Folded): void {
    const folds = new Map(this.#recent.get(stream))
    folds.set(revision, folded)
    const [oldest] = folds.keys()
    if (folds.size > foldsKept && oldest !== undefined) folds.delete(oldest)
    this.#recent.set(stream, folds)
  }

  async #foldAt(aggregate: AnyAggregate, stream: string, revision: number): Promise<Folded> {
    return foldHistory(aggregate, stream, (await this.history(aggregate, stream, revision)).entries)
  }
}
