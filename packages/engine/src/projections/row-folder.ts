import type { AnyEvent, AnyProjection, EventContext } from '@skein/kernel'
import type { HistoryEnd } from '../history/stream-history.js'
import { CacheLimits, type CacheOptions } from './cache-limits.js'
import { emptyRow, moveEnd, newRow, putOf, type RowFailure, restore } from './cached-rows.js'
import type { CachedRow, CachedStream, RowCache } from './row-cache.js'
import { RowPublisher } from './row-publisher.js'
import { type Changes, type LoadByKey, sizeOfPuts } from './stored-entry.js'

/** Characters of rows that one flush stores so that they may be evicted: more are stored by the next ones. */
const storedPerFlush = 2_000_000
/** Roughly the characters that a changed row writes, until it is known. */
const assumedSize = 400

/**
 * Folds events into the rows of one generation, in memory; `flush` returns what to write.
 *
 * Events come in the order of recording. A row whose stream gets an event that does not come last in its history is set
 * aside: what it published is taken back, further events are passed over, and at last it is folded from the history.
 *
 * A row can always be replayed from the events of its stream. The store therefore holds only the rows that are worth it:
 * those of long streams, and those that were evicted from memory. What the store holds is as of the last checkpoint. Of
 * the rows in memory, those of the streams that came first are evicted first.
 */
export class RowFolder {
  readonly projection: AnyProjection
  readonly #limits: CacheLimits
  readonly #longStream: number
  readonly #cache: RowCache
  readonly #index: number
  readonly #publisher: RowPublisher
  /** Rows in memory. */
  #size = 0
  #changed: CachedRow[] = []
  /** Rows that were set aside since the last flush. */
  #setAside: CachedRow[] = []
  #failures: RowFailure[] = []
  /** Keys of the store's rows to delete at the next flush. */
  #deletes: string[] = []
  /** Rows that leave memory once the last flush is written: the store has them then. */
  #leaving: CachedRow[] = []
  /** Roughly the characters that a changed row writes, with what it publishes. */
  #sizeOfChange = assumedSize
  /** Every row is in memory: a stream without one here has none. */
  #holdsAllRows: boolean
  /** Rows may exist that are neither in memory nor in the store, and must be replayed from the log. */
  #mayNeedReplay: boolean

  /**
   * @param isFresh the store holds nothing of this generation yet
   * @param cache where the rows are kept, beside those of the other read models that are built together
   */
  constructor(projection: AnyProjection, isFresh: boolean, cache: RowCache, options?: CacheOptions) {
    this.projection = projection
    this.#cache = cache
    this.#index = cache.allocate()
    this.#limits = new CacheLimits(options)
    this.#longStream = this.#limits.longStream
    this.#publisher = new RowPublisher(projection, isFresh)
    this.#holdsAllRows = isFresh
    this.#mayNeedReplay = !isFresh
  }

  /** More is in memory than the limits allow: flush and evict soon. */
  get exceedsLimits(): boolean {
    return !this.#limits.fits(this.#size, this.#publisher.size)
  }

  /** Roughly the characters that the next flush writes. */
  get pendingSize(): number {
    return this.#changed.length * this.#sizeOfChange
  }

  get hasChanges(): boolean {
    return this.#changed.length > 0 || this.#deletes.length > 0
  }

  /** Rows must be fetched before events of their streams are applied. */
  get needsRows(): boolean {
    return !this.#holdsAllRows
  }

  hasRow(stream: string): boolean {
    return this.#cache.find(stream, this.#index) !== undefined
  }

  /** Whether the stream has a row, in memory. */
  holdsRow({ rows }: CachedStream): boolean {
    return rows[this.#index]?.row !== undefined
  }

  /** Loads rows of streams that are not in memory. Returns the streams whose rows must be built by `replay`. */
  async fetch(streams: readonly string[], load: LoadByKey): Promise<readonly string[]> {
    const found = await load(streams)
    const missing: string[] = []
    for (const stream of streams) {
      const text = found.get(stream)
      if (text === undefined && this.#mayNeedReplay) missing.push(stream)
      if (text === undefined && !this.#mayNeedReplay) continue
      const cached = this.#addRow(this.#cache.streamOf(stream))
      if (text !== undefined) restore(cached, text)
      cached.isStored = text !== undefined
      cached.ownKeys = undefined
    }
    return missing
  }

  /** Brings a row into memory whose effect on the entries is in the store already. */
  replay(name: string, row: unknown, end: HistoryEnd, length: number): void {
    const stream = this.#cache.streamOf(name)
    const cached = stream.rows[this.#index] ?? this.#addRow(stream)
    cached.row = row
    cached.ownKeys = undefined
    if (length > this.#longStream) cached.isLong = true
    moveEnd(stream.end, end)
  }

  /** The projection must handle the event's type, and the row of its stream must be in memory if there is one. */
  apply(event: AnyEvent, context: EventContext, stream: CachedStream): void {
    const cached = stream.rows[this.#index] ?? this.#addRow(stream)
    if (cached.isSetAside) return
    if (!cached.isChanged) this.#markChanged(cached)
    cached.row = this.projection.row(cached.row, event, context)
    if (context.revision >= this.#longStream) cached.isLong = true
  }

  isSetAside({ rows }: CachedStream): boolean {
    return rows[this.#index]?.isSetAside === true
  }

  /** Sets the row of a stream aside; `false` if it is aside already. */
  setAside(stream: CachedStream): boolean {
    const cached = stream.rows[this.#index] ?? this.#addRow(stream)
    if (cached.isSetAside) return false
    if (!cached.isChanged) this.#markChanged(cached)
    cached.row = undefined
    cached.isSetAside = true
    this.#setAside.push(cached)
    return true
  }

  /**
   * Passes over the further events of a stream, whose row is broken. What the row published is taken back; what stays of
   * a row that is not in memory is mended by a rebuild only.
   */
  quarantine(stream: CachedStream): void {
    const cached = stream.rows[this.#index] ?? this.#addRow(stream)
    if (!cached.isChanged) this.#markChanged(cached)
    emptyRow(cached)
  }

  /** The streams whose rows could not be published at the last flush. They are in quarantine. */
  takeFailures(): readonly RowFailure[] {
    const taken = this.#failures
    this.#failures = []
    return taken
  }

  /** Notes that rows are set aside, as the store has it: nothing of them is published. */
  restoreSetAside(streams: readonly string[]): void {
    for (const name of streams) {
      const stream = this.#cache.streamOf(name)
      const cached = stream.rows[this.#index] ?? this.#addRow(stream)
      cached.isSetAside = true
      // it may have been evicted, and stored, since then
      cached.isStored = true
    }
  }

  /** The streams whose rows were set aside since the last flush. */
  takeSetAside(): readonly string[] {
    const taken = this.#setAside.filter(({ isSetAside }) => isSetAside).map(({ stream }) => stream.name)
    this.#setAside = []
    return taken
  }

  /** Puts the row of a stream in the place of one that was set aside. */
  putBack(name: string, row: unknown, end: HistoryEnd, length: number): void {
    const stream = this.#cache.streamOf(name)
    let cached = stream.rows[this.#index]
    if (cached === undefined) {
      // it was evicted: the store knows that it is set aside
      cached = this.#addRow(stream)
      cached.isStored = true
    }
    if (!cached.isChanged) this.#markChanged(cached)
    cached.isSetAside = false
    cached.row = row
    if (length > this.#longStream) cached.isLong = true
    moveEnd(stream.end, end)
  }

  /** Deletes a key of the store's rows at the next flush. */
  deleteStored(key: string): void {
    this.#deletes.push(key)
  }

  /**
   * Returns what to write so that the store holds what was applied. Call `evict` once it is written, and `reset` if
   * writing fails.
   */
  async flush(load: LoadByKey): Promise<Changes> {
    this.#limits.measure(this.#changed)
    const changes = this.#flushRows()
    const entries = await this.#publisher.flush(load)
    for (const put of entries.puts) changes.puts.push(put)
    for (const gone of entries.deletes) changes.deletes.push(gone)
    if (this.#changed.length > 0) this.#sizeOfChange = sizeOfPuts(changes) / this.#changed.length
    this.#changed = []
    if (this.exceedsLimits) this.#storeOldest(changes)
    return changes
  }

  /** Frees memory where the last flush prepared for it. */
  evict(): void {
    const leaving = this.#leaving
    this.#leaving = []
    if (leaving.length > 0) this.#holdsAllRows = false
    for (const cached of leaving) this.#cache.remove(cached, this.#index)
    this.#size -= leaving.length
    if (this.exceedsLimits && this.#limits.mustEvictEntries(this.#publisher.size)) this.#publisher.evict()
  }

  /** Discards everything in memory: another process changed the store, or its content is unknown after a failure. */
  reset(isFresh: boolean): void {
    this.#evictRows()
    this.#publisher.reset(isFresh)
    this.#changed = []
    this.#leaving = []
    this.#setAside = []
    this.#failures = []
    this.#deletes = []
    this.#holdsAllRows = isFresh
    this.#mayNeedReplay = !isFresh
  }

  /** Gives its memory back for good; the folder must not be used any more. */
  release(): void {
    this.#cache.release(this.#index)
  }

  #flushRows(): Changes {
    const changes: Changes = { puts: [], deletes: this.#deletes.map((key) => ({ space: 'row', key })) }
    this.#deletes = []
    for (const cached of this.#changed) this.#publisher.retractOwn(cached)
    for (const cached of this.#changed) {
      const { row, isStored } = cached
      cached.isChanged = false
      cached.isStored = isStored || (cached.isLong && row !== undefined)
      let text: string | undefined
      try {
        text = cached.isStored && row !== undefined ? JSON.stringify(row) : undefined
        this.#publisher.add(cached, text)
      } catch (error) {
        text = undefined
        emptyRow(cached)
        this.#failures.push({ stream: cached.stream.name, error })
      }
      if (cached.isStored) changes.puts.push(putOf(cached, text))
    }
    return changes
  }

  /** Stores the rows that are to leave memory, as far as one flush may. */
  #storeOldest(changes: Changes): void {
    let excess = this.#size - this.#limits.rowsKept(this.#publisher.size)
    let room = storedPerFlush
    for (const cached of this.#cache.rows(this.#index)) {
      if (excess <= 0 || room <= 0) return
      // the store may not know yet that a row is set aside
      if (!cached.isStored || cached.isSetAside) {
        cached.isStored = true
        const put = putOf(cached, cached.row === undefined ? undefined : JSON.stringify(cached.row))
        changes.puts.push(put)
        room -= put.key.length + put.value.length
      }
      this.#leaving.push(cached)
      excess -= 1
    }
  }

  #addRow(stream: CachedStream): CachedRow {
    const cached = newRow(stream)
    stream.rows[this.#index] = cached
    this.#size += 1
    return cached
  }

  #markChanged(cached: CachedRow): void {
    cached.isChanged = true
    this.#changed.push(cached)
    this.#publisher.subtract(cached)
  }

  #evictRows(): void {
    this.#cache.evict(this.#index)
    this.#size = 0
  }
}
