import type { AnyEvent, AnyProjection, EventContext } from '@skein/kernel'
import { CacheLimits, type CacheOptions } from './cache-limits.js'
import type { CachedRow, CachedStream, RowCache } from './row-cache.js'
import { RowPublisher } from './row-publisher.js'
import type { Changes, LoadByKey } from './stored-entry.js'

const none: readonly string[] = []

/**
 * Folds events into the rows of one generation, in memory; `flush` returns what to write.
 *
 * A row can always be replayed from the events of its stream. The store therefore holds only the rows that are worth it:
 * those of long streams, and those that were evicted from memory. What the store holds is as of the last checkpoint.
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
  /** Rows that the last flush wrote. */
  #flushed: readonly CachedRow[] = []
  /** Every row is in memory: a stream without one here has none. */
  #holdsAllRows: boolean
  /** Rows may exist that are neither in memory nor in the store, and must be replayed from the log. */
  #mayNeedReplay: boolean
  /** The last flush stored every row, so that memory may be freed. */
  #canEvict = false

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

  get hasChanges(): boolean {
    return this.#changed.length > 0
  }

  /** Rows must be fetched before events of their streams are applied. */
  get needsRows(): boolean {
    return !this.#holdsAllRows
  }

  hasRow(stream: string): boolean {
    return this.#cache.find(stream, this.#index) !== undefined
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
      if (text !== undefined) cached.row = JSON.parse(text)
      cached.isStored = text !== undefined
      cached.ownKeys = undefined
    }
    return missing
  }

  /** Applies an event whose effect on the entries is in the store already. */
  replay(event: AnyEvent, context: EventContext): void {
    const stream = this.#cache.streamOf(context.stream)
    const cached = stream.rows[this.#index] ?? this.#addRow(stream)
    cached.row = this.projection.row(cached.row, event, context)
    cached.ownKeys = undefined
    if (context.revision >= this.#longStream) cached.isLong = true
  }

  /** The projection must handle the event's type, and the row of its stream must be in memory if there is one. */
  apply(event: AnyEvent, context: EventContext, stream: CachedStream): void {
    const cached = stream.rows[this.#index] ?? this.#addRow(stream)
    if (!cached.isChanged) this.#markChanged(cached)
    cached.row = this.projection.row(cached.row, event, context)
    if (context.revision >= this.#longStream) cached.isLong = true
  }

  /**
   * Returns what to write so that the store holds what was applied. Call `evict` once it is written, and `reset` if
   * writing fails.
   */
  async flush(load: LoadByKey): Promise<Changes> {
    this.#limits.measure(this.#changed)
    const storesAll = this.exceedsLimits
    const changes = this.#flushRows(storesAll)
    const entries = await this.#publisher.flush(load)
    this.#flushed = this.#changed
    this.#changed = []
    this.#canEvict = storesAll
    for (const put of entries.puts) changes.puts.push(put)
    for (const gone of entries.deletes) changes.deletes.push(gone)
    return changes
  }

  /** Frees memory where the last flush prepared for it; keeps the rows that were just written, if they fit. */
  evict(): void {
    const flushed = this.#flushed
    this.#flushed = []
    if (!this.#canEvict) return
    this.#canEvict = false
    this.#evictRows()
    if (this.#limits.fits(flushed.length, 0))
      for (const cached of flushed) if (cached.row !== undefined) this.#keep(cached)
    this.#holdsAllRows = false
    if (this.#limits.mustEvictEntries(this.#publisher.size)) this.#publisher.evict()
  }

  /** Discards everything in memory: another process changed the store, or its content is unknown after a failure. */
  reset(isFresh: boolean): void {
    this.#evictRows()
    this.#publisher.reset(isFresh)
    this.#changed = []
    this.#flushed = []
    this.#canEvict = false
    this.#holdsAllRows = isFresh
    this.#mayNeedReplay = !isFresh
  }

  /** Gives its memory back for good; the folder must not be used any more. */
  release(): void {
    this.#cache.release(this.#index)
  }

  #flushRows(storesAll: boolean): Changes {
    const changes: Changes = { puts: [], deletes: [] }
    for (const cached of this.#changed) this.#publisher.retractOwn(cached)
    for (const cached of this.#changed) {
      const { row, stream, isStored } = cached
      cached.isChanged = false
      cached.isStored = row !== undefined && (isStored || storesAll || cached.isLong)
      if (row === undefined && isStored) changes.deletes.push({ space: 'row', key: stream.name })
      const text = cached.isStored ? JSON.stringify(row) : undefined
      if (text !== undefined) changes.puts.push({ space: 'row', key: stream.name, value: text })
      this.#publisher.add(cached, text)
    }
    if (!storesAll) return changes
    for (const cached of this.#cache.rows(this.#index)) {
      if (cached.isStored || cached.row === undefined) continue
      cached.isStored = true
      changes.puts.push({ space: 'row', key: cached.stream.name, value: JSON.stringify(cached.row) })
    }
    return changes
  }

  #addRow(stream: CachedStream): CachedRow {
    const cached = { stream, row: undefined, isStored: false, isLong: false, isChanged: false, ownKeys: none }
    stream.rows[this.#index] = cached
    this.#size += 1
    return cached
  }

  #keep(cached: CachedRow): void {
    // not `cached.stream`: it left the cache with its last row
    this.#cache.streamOf(cached.stream.name).rows[this.#index] = cached
    this.#size += 1
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
