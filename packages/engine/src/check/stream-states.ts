import { type AnyAggregate, emptyHistory, type History, isSeenFrom, type Point, seenEntries } from '@skein/kernel'
import { emptyFold, type Folded, foldHistory, stateAfter } from '../history/fold.js'
import { readHistory } from '../history/read-history.js'
import { isTailSeenFrom } from '../history/tail.js'
import type { Codec } from '../integrity/codec.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import { totalMemorySize } from '../primitives/memory-size.js'
import { RecentCache } from '../primitives/recent-cache.js'

/** Rough limits in bytes of what is kept of streams; a cache takes at most twice its limit. Others are read from the store. */
const limits = { folds: 8_000_000, histories: 8_000_000 }
/** Earlier folds of each stream. */
const foldsKept = 8
/** Bytes of a fold, besides those of what it was folded from. */
const foldSize = 500

/** A fold, with roughly the bytes of memory that its events take. */
export interface SizedFold extends Folded {
  readonly size: number
}

interface KnownHistory {
  readonly revision: number
  readonly history: History
  readonly size: number
}

/** The folds of one stream share most of what their events hold. */
const sizeOf = (folds: ReadonlyMap<number, SizedFold>): number => {
  let largest = 0
  for (const { size } of folds.values()) largest = Math.max(largest, size)
  return largest + folds.size * foldSize
}

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
  readonly #recent = new RecentCache<string, ReadonlyMap<number, SizedFold>>(limits.folds, sizeOf)
  readonly #histories = new RecentCache<string, KnownHistory>(limits.histories, ({ size }) => size)

  constructor(events: EventStore, codec: Codec) {
    this.#events = events
    this.#codec = codec
  }

  /** The fold of everything up to that revision. Without a promise where it is in memory. */
  at(aggregate: AnyAggregate, stream: string, revision: number): SizedFold | Promise<SizedFold> {
    if (revision < 0) return { ...emptyFold(aggregate), size: 0 }
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
      seenEntries(entries, (seen) => isSeenFrom(seen, point)),
    )
  }

  /** The entries that are known at that revision. */
  async history(aggregate: AnyAggregate, stream: string, revision: number): Promise<History> {
    return (await this.#historyAt(aggregate, stream, revision)).history
  }

  /** Adds the fold of everything up to that revision. */
  keep(stream: string, revision: number, folded: SizedFold): void {
    const folds = new Map(this.#recent.get(stream))
    folds.set(revision, folded)
    const [oldest] = folds.keys()
    if (folds.size > foldsKept && oldest !== undefined) folds.delete(oldest)
    this.#recent.set(stream, folds)
  }

  async #historyAt(aggregate: AnyAggregate, stream: string, revision: number): Promise<KnownHistory> {
    const kept = this.#histories.get(stream)
    if (kept?.revision === revision) return kept
    const known = kept !== undefined && kept.revision < revision ? kept : unreadHistory
    let { size } = known
    async function* sized(batches: AsyncIterable<readonly StoredEvent[]>) {
      for await (const batch of batches) {
        size += totalMemorySize(batch)
        yield batch
      }
    }
    const batches = sized(this.#events.readStream(stream, { from: known.revision + 1, to: revision }))
    const history = await readHistory(known.history, batches, this.#codec, aggregate)
    const read = { revision, history, size }
    this.#histories.set(stream, read)
    return read
  }

  async #foldAt(aggregate: AnyAggregate, stream: string, revision: number): Promise<SizedFold> {
    const { history, size } = await this.#historyAt(aggregate, stream, revision)
    return { ...foldHistory(aggregate, stream, history.entries), size }
  }
}

const unreadHistory: KnownHistory = { revision: -1, history: emptyHistory, size: 0 }
