import { getHeapStatistics } from 'node:v8'
import {
  type AnyAggregate,
  type AnyEvent,
  emptyHistory,
  extendHistory,
  type History,
  type RecordedEvent,
} from '@skein/kernel'
import { emptyFold, foldHistory, foldInOrder } from '../history/fold.js'
import { recordedEventOf } from '../history/recorded-event.js'
import type { Codec } from '../integrity/codec.js'
import { commandIdOf, metadataOf } from '../integrity/metadata.js'
import { isDiverged, readVerifiedAfter, type StreamEnd } from '../integrity/read-verified.js'
import type { EventStore, Expected, StoredEvent } from '../ports/index.js'
import { eventIdOf } from '../primitives/ids.js'
import { memorySizeOf, totalMemorySize } from '../primitives/memory-size.js'
import { RecentCache } from '../primitives/recent-cache.js'
import { endOf, type Snapshot } from './snapshot.js'

/**
 * Rough limits in bytes of what is kept, as `memorySizeOf` estimates it: states of streams, and entries, to enter something
 * for an earlier day. A cache takes at most twice its limit.
 */
export type CacheLimits = Readonly<Record<'snapshots' | 'histories', number>>

/** The heap that the process may use: what is kept of streams is a part of it. */
const heap = getHeapStatistics().heap_size_limit
const defaultLimits: CacheLimits = { snapshots: heap / 10, histories: heap / 40 }
/** Bytes besides those of the events. */
const snapshotSize = 1_000
/** Streams of which the last revision is noted. */
const endsKept = 5000

/** A read of a stream that is in progress, and the read that follows it, if anything waits for one. */
interface Read {
  readonly current: Promise<Snapshot>
  next: Promise<Snapshot> | undefined
}

/** An event that was just appended. */
export interface AppendedEvent {
  readonly event: AnyEvent
  readonly metadata: string
  readonly hash: string
  readonly commandId: string
  /** As it is stored. */
  readonly data: string
}

/** The entries of a stream up to one event. */
interface KnownHistory extends StreamEnd {
  readonly history: History
  /** Roughly the bytes of memory that it takes. */
  readonly size: number
}

/**
 * Folds the histories of streams into snapshots and caches them, so that only new events are read again. Each read begins
 * with the last event that is known: if the store has another one in its place, or none, the stream is read anew.
 */
export class StreamCache {
  readonly #events: Pick<EventStore, 'readStream'>
  readonly #codec: Codec
  readonly #snapshots: RecentCache<string, Snapshot>
  readonly #histories: RecentCache<string, KnownHistory>
  readonly #reads = new Map<string, Read>()
  /** The last revisions of streams that conflicts named. */
  readonly #ends = new RecentCache<string, number>(endsKept)
  readonly #parent: StreamCache | undefined

  /** @param parent a cache of the same streams without some of their last events */
  constructor(
    events: Pick<EventStore, 'readStream'>,
    codec: Codec,
    parent?: StreamCache,
    { snapshots, histories }: CacheLimits = defaultLimits,
  ) {
    this.#events = events
    this.#codec = codec
    this.#parent = parent
    this.#snapshots = new RecentCache(snapshots, ({ size }) => size)
    this.#histories = new RecentCache(histories, ({ size }) => size)
  }

  /** The cached snapshot, which may be outdated. */
  cached(stream: string): Snapshot | undefined {
    return this.#snapshots.get(stream) ?? this.#parent?.cached(stream)
  }

  #cachedHistory(stream: string): KnownHistory | undefined {
    const kept = this.#histories.get(stream)
    if (kept !== undefined || this.#parent === undefined) return kept
    return this.#parent.#cachedHistory(stream)
  }

  /** Commands by id, to which may be added: those of a parent stay as they are. */
  #commandsOf({ commands }: Snapshot): Map<string, number> {
    return this.#parent === undefined ? commands : new Map(commands)
  }

  /** Discards what is known of a stream: the store has lost events of it. */
  forget(stream: string): void {
    this.#snapshots.delete(stream)
    this.#histories.delete(stream)
    this.#parent?.forget(stream)
  }

  /** Notes where a stream ends in the store, of which only our events are read: an append there conflicted. */
  noteEnd(stream: string, actual: Expected): void {
    if (actual === 'none') this.#ends.delete(stream)
    else this.#ends.set(stream, actual)
  }

  #endOf(stream: string): number | undefined {
    const end = this.#ends.get(stream)
    return end === undefined && this.#parent !== undefined ? this.#parent.#endOf(stream) : end
  }

  /** A snapshot that was just read, with the end of the stream, if that is not its last event. */
  #withEnd(stream: string, snapshot: Snapshot): Snapshot {
    const end = this.#endOf(stream)
    return end === undefined || end <= snapshot.revision ? snapshot : { ...snapshot, end }
  }

  /**
   * The snapshot as the store has it now: of a read that begins after this call. While a read is in progress, all
   * callers therefore share the next one, for many commands look at few streams, such as that of their base.
   */
  load(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    const read = this.#reads.get(stream)
    if (read === undefined) return this.#beginRead(aggregate, stream)
    // a read that is in progress by then began after this call
    const next = () => this.#reads.get(stream)?.current ?? this.#beginRead(aggregate, stream)
    read.next ??= read.current.then(next, next)
    return read.next
  }

  /** The entries of a stream up to the revision of a snapshot. */
  async history(aggregate: AnyAggregate, stream: string, { revision, hash }: Snapshot): Promise<History> {
    const cached = this.#cachedHistory(stream)
    if (cached?.revision === revision && cached.hash === hash) return cached.history
    const isBehind = cached !== undefined && cached.revision < revision
    try {
      return await this.#extendHistory(aggregate, stream, isBehind ? cached : unreadHistory, revision)
    } catch (error) {
      if (!isDiverged(error)) throw error
      return this.#extendHistory(aggregate, stream, unreadHistory, revision)
    }
  }

  async #extendHistory(aggregate: AnyAggregate, stream: string, known: KnownHistory, to: number): Promise<History> {
    let { revision, hash, size } = known
    const recorded: RecordedEvent[] = []
    // they are added at once, because a batch may end in the middle of an entry
    for await (const batch of readVerifiedAfter(this.#events, stream, known, to))
      for (const stored of batch) {
        recorded.push(recordedEventOf(this.#codec, stored))
        ;({ revision, hash } = stored)
        size += memorySizeOf(stored)
      }
    const history = extendHistory(known.history, recorded, aggregate)
    this.#histories.set(stream, { history, revision, hash, size })
    return history
  }

  /** Adds events that were just appended after `snapshot`. */
  add(aggregate: AnyAggregate, stream: string, snapshot: Snapshot, appended: readonly AppendedEvent[]): void {
    const last = appended.at(-1)
    if (last === undefined) return
    const commands = this.#commandsOf(snapshot)
    for (const [index, { commandId }] of appended.entries())
      if (!commands.has(commandId)) commands.set(commandId, endOf(snapshot) + 1 + index)
    const { hash, metadata } = last
    const size = snapshot.size + totalMemorySize(appended)
    const read = { revision: endOf(snapshot) + appended.length, hash, metadata, commands, size }
    const folded = foldInOrder(aggregate, stream, snapshot, appended)
    if (folded !== undefined) this.#keep(stream, { ...folded, ...read })
    else this.#addToHistory(aggregate, stream, snapshot, appended, read)
  }

  /** Adds events that do not come last to the history, if that is kept; else the next reader reads it again. */
  #addToHistory(
    aggregate: AnyAggregate,
    stream: string,
    snapshot: Snapshot,
    appended: readonly AppendedEvent[],
    read: Omit<Snapshot, 'state' | 'tail'>,
  ): void {
    const kept = this.#cachedHistory(stream)
    if (kept?.revision !== snapshot.revision || kept.hash !== snapshot.hash) return
    const history = extendHistory(
      kept.history,
      appended.map(({ event, metadata, ...stored }, index) => ({
        event,
        eventId: eventIdOf(stored.hash),
        revision: endOf(snapshot) + 1 + index,
        metadata: metadataOf({ metadata }),
      })),
      aggregate,
    )
    const size = kept.size + totalMemorySize(appended)
    this.#histories.set(stream, { history, revision: read.revision, hash: read.hash, size })
    this.#keep(stream, { ...foldHistory(aggregate, stream, history.entries), ...read })
  }

  /** Takes over what a cache of planned events has of a stream, once exactly these are recorded. */
  adopt(planned: StreamCache, stream: string, { revision, hash }: Pick<Snapshot, 'revision' | 'hash'>): void {
    const snapshot = planned.#snapshots.get(stream)
    if (snapshot?.revision !== revision || snapshot.hash !== hash) return
    const kept = planned.#histories.get(stream)
    if (kept?.revision === revision) this.#histories.set(stream, kept)
    this.#keep(stream, snapshot)
  }

  #beginRead(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    const current = this.#read(aggregate, stream)
    this.#reads.set(stream, { current, next: undefined })
    const end = () => void this.#reads.delete(stream)
    current.then(end, end)
    return current
  }

  /** Reads what is new since the cached snapshot; everything, if the store has lost events of that. */
  async #read(aggregate: AnyAggregate, stream: string): Promise<Snapshot> {
    const cached = this.cached(stream)
    if (cached === undefined) return this.#readAfter(aggregate, stream, emptySnapshot(aggregate))
    try {
      return await this.#readAfter(aggregate, stream, cached)
    } catch (error) {
      if (!isDiverged(error)) throw error
      this.forget(stream)
      return this.#readAfter(aggregate, stream, emptySnapshot(aggregate))
    }
  }

  async #readAfter(aggregate: AnyAggregate, stream: string, known: Snapshot): Promise<Snapshot> {
    let snapshot = known
    for await (const batch of readVerifiedAfter(this.#events, stream, known))
      snapshot = await this.#foldBatch(aggregate, stream, snapshot, batch)
    return this.#withEnd(stream, snapshot)
  }

  async #foldBatch(
    aggregate: AnyAggregate,
    stream: string,
    from: Snapshot,
    batch: readonly StoredEvent[],
  ): Promise<Snapshot> {
    const last = batch.at(-1)
    if (last === undefined) return from
    const commands = this.#commandsOf(from)
    for (const stored of batch) {
      const commandId = commandIdOf(stored)
      if (!commands.has(commandId)) commands.set(commandId, stored.revision)
    }
    const events = batch.map((stored) => ({ event: this.#codec.decode(stored), metadata: stored.metadata }))
    const { revision, hash, metadata } = last
    const read = { revision, hash, metadata, commands, size: from.size + totalMemorySize(batch) }
    const folded =
      foldInOrder(aggregate, stream, from, events) ??
      foldHistory(aggregate, stream, (await this.history(aggregate, stream, { ...from, ...read })).entries)
    return this.#keep(stream, { ...folded, ...read })
  }

  /** Caches a snapshot, unless a later one is cached. */
  #keep(stream: string, snapshot: Snapshot): Snapshot {
    const cached = this.cached(stream)
    if (cached === undefined || cached.revision <= snapshot.revision) this.#snapshots.set(stream, snapshot)
    return snapshot
  }
}

const unreadHistory: KnownHistory = { history: emptyHistory, revision: -1, hash: null, size: 0 }

const emptySnapshot = (aggregate: AnyAggregate): Snapshot => ({
  ...emptyFold(aggregate),
  revision: -1,
  hash: null,
  metadata: '',
  commands: new Map(),
  size: snapshotSize,
})
