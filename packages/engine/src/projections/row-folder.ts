import type { AnyEvent, AnyProjection, EventContext } from '@skein/kernel'
import { type Changes, EntryDeltas, type Load } from './entry-deltas.js'
import type { CachedRow, CachedStream, RowCache } from './row-cache.js'

const none: readonly string[] = []

/** How much is kept of each read model. */
export interface CacheOptions {
  /** Rows and entries that may stay in memory between two commits; default 200,000. */
  readonly cache?: number
  /** From which length on a stream's row is kept in the store, and not told from its events again; default 64. */
  readonly longStream?: number
}

const defaultCache = 200_000
const defaultLongStream = 64
/** Characters of JSON that the rows in memory would make, about: rows of a few projections grow with their streams. */
const mostText = 128_000_000
/** Of how many rows one is written out to tell how long rows are. */
const sampled = 64

/**
 * Folds events into one generation of one projection, in memory; `settle` tells what to write.
 * A stream's part in the published entries is taken out before its first event and put in again at the settling: two
 * looks at a row however many events it saw.
 *
 * A row can be told from the events of its stream at any time, so the store holds those only that are worth it: of
 * long streams, and those that had to leave memory. What the store holds is as of the last commit.
 */
export class RowFolder {
  readonly projection: AnyProjection
  readonly #cache: number
  readonly #longStream: number
  readonly #streams: RowCache
  readonly #place: number
  /** Slots in memory. */
  #size = 0
  #groups: EntryDeltas
  #touched: CachedRow[] = []
  /** What the last settling wrote. */
  #recent: readonly CachedRow[] = []
  /** Whether rows that are not here are nowhere. */
  #complete: boolean
  /** Whether rows that are neither here nor in the store are nowhere. */
  #accounted: boolean
  /** How long the text of a row is, about. */
  #rowText = 0
  /** Whether the last settling wrote every row, so that they may leave. */
  #mayEvict = false

  /**
   * @param fresh the store holds nothing of this generation yet
   * @param streams where the rows are put, those of other read models beside them
   */
  constructor(projection: AnyProjection, fresh: boolean, streams: RowCache, keeping: CacheOptions = {}) {
    this.projection = projection
    this.#streams = streams
    this.#place = streams.take()
    this.#cache = keeping.cache ?? defaultCache
    this.#longStream = keeping.longStream ?? defaultLongStream
    this.#complete = fresh
    this.#accounted = fresh
    this.#groups = new EntryDeltas(fresh)
  }

  /** Whether there is more in memory than there should be. */
  get isOver(): boolean {
    return !this.#fits(this.#size, this.#groups.size)
  }

  get isTouched(): boolean {
    return this.#touched.length > 0
  }

  /** Whether rows have to be fetched before events of their streams are applied. */
  get needsRows(): boolean {
    return !this.#complete
  }

  hasRow(stream: string): boolean {
    return this.#streams.find(stream, this.#place) !== undefined
  }

  /**
   * Fetches the rows of streams that are not in memory. Gives the streams whose events have to tell it: for those `recall`
   * is called with what was folded of them before.
   */
  async fetch(streams: readonly string[], load: Load): Promise<readonly string[]> {
    const found = await load(streams)
    const unknown: string[] = []
    for (const stream of streams) {
      const text = found.get(stream)
      if (text === undefined && !this.#accounted) unknown.push(stream)
      if (text === undefined && this.#accounted) continue
      const slot = this.#newSlot(this.#streams.of(stream))
      if (text !== undefined) slot.row = JSON.parse(text)
      slot.stored = text !== undefined
      slot.keys = undefined
    }
    return unknown
  }

  /** Folds again what the store has in its entries already. */
  replay(event: AnyEvent, source: EventContext): void {
    const stream = this.#streams.of(source.stream)
    const slot = stream.rows[this.#place] ?? this.#newSlot(stream)
    slot.row = this.projection.row(slot.row, event, source)
    slot.keys = undefined
    if (source.revision >= this.#longStream) slot.isLong = true
  }

  /** The event's type is one that the projection reads, and its stream's row is in memory, if there is one. */
  apply(event: AnyEvent, source: EventContext, stream: CachedStream): void {
    const slot = stream.rows[this.#place] ?? this.#newSlot(stream)
    if (!slot.touched) this.#touch(slot)
    slot.row = this.projection.row(slot.row, event, source)
    if (source.revision >= this.#longStream) slot.isLong = true
  }

  /** What to write so that the store holds what was folded. Must be written, and `evict` or `reset` called. */
  async flush(load: Load): Promise<Changes> {
    const { projection } = this
    const rows: Changes = { puts: [], deletes: [] }
    this.#measure()
    const leaving = this.isOver
    // all that is taken back first: a key may go from one stream to another
    for (const slot of this.#touched) for (const key of slot.keys ?? none) this.#groups.retract(key)
    for (const slot of this.#touched) {
      slot.touched = false
      if (slot.row === undefined) {
        if (slot.stored) rows.deletes.push({ space: 'row', key: slot.stream.name })
        slot.stored = false
        slot.keys = none
        continue
      }
      if (leaving || slot.isLong) slot.stored = true
      const text = slot.stored ? JSON.stringify(slot.row) : undefined
      if (text !== undefined) rows.puts.push({ space: 'row', key: slot.stream.name, value: text })
      slot.keys = projection.documents === undefined ? none : this.#publish(slot, text)
      if (projection.tallies === undefined) continue
      for (const [key, tally] of projection.tallies(slot.row, slot.stream.id)) this.#groups.add(key, tally, 1)
    }
    if (leaving)
      for (const slot of this.#streams.rows(this.#place)) {
        if (slot.stored || slot.row === undefined) continue
        slot.stored = true
        rows.puts.push({ space: 'row', key: slot.stream.name, value: JSON.stringify(slot.row) })
      }
    const docs = await this.#groups.flush(load)
    this.#recent = this.#touched
    this.#touched = []
    this.#mayEvict = leaving
    for (const put of docs.puts) rows.puts.push(put)
    for (const gone of docs.deletes) rows.deletes.push(gone)
    return rows
  }

  /** Makes room, where a settling has prepared for it: keeps the rows that it wrote, or none where they are many. */
  evict(): void {
    const recent = this.#recent
    this.#recent = []
    if (!this.#mayEvict) return
    this.#mayEvict = false
    this.#clear()
    if (this.#fits(recent.length, 0)) for (const slot of recent) if (slot.row !== undefined) this.#keep(slot)
    this.#complete = false
    if (this.#groups.size > this.#cache / 2) this.#groups.forget()
  }

  /** Makes room for good. */
  end(): void {
    this.#streams.giveBack(this.#place)
  }

  /** Forgets everything in memory: the store was changed by somebody else, or it is not known what it holds. */
  reset(fresh: boolean): void {
    this.#clear()
    this.#groups = new EntryDeltas(fresh)
    this.#touched = []
    this.#recent = []
    this.#mayEvict = false
    this.#complete = fresh
    this.#accounted = fresh
  }

  #fits(rows: number, entries: number): boolean {
    return rows + entries <= this.#cache && rows * this.#rowText <= mostText
  }

  /** Writes out some of the rows that changed, to tell how long they are. */
  #measure(): void {
    let rows = 0
    let text = 0
    for (let at = 0; at < this.#touched.length; at += sampled) {
      const row = this.#touched[at]?.row
      if (row === undefined) continue
      rows += 1
      text += JSON.stringify(row).length
    }
    if (rows > 0) this.#rowText = text / rows
  }

  #newSlot(stream: CachedStream): CachedRow {
    const slot: CachedRow = { stream, row: undefined, stored: false, isLong: false, touched: false, keys: none }
    stream.rows[this.#place] = slot
    this.#size += 1
    return slot
  }

  #keep(slot: CachedRow): void {
    // not `slot.stream`, which may have been forgotten with its last row
    this.#streams.of(slot.stream.name).rows[this.#place] = slot
    this.#size += 1
  }

  #clear(): void {
    this.#streams.clear(this.#place)
    this.#size = 0
  }

  #touch(slot: CachedRow): void {
    slot.touched = true
    this.#touched.push(slot)
    if (slot.row === undefined) return
    const { projection } = this
    slot.keys ??=
      projection.documents === undefined
        ? none
        : Array.from(projection.documents(slot.row, slot.stream.id), ([key]) => key)
    if (projection.tallies === undefined) return
    // at once, not at the settling: a tally may be a part of the row, and change with it
    for (const [key, tally] of projection.tallies(slot.row, slot.stream.id)) this.#groups.add(key, tally, -1)
  }

  #publish(slot: CachedRow, rowText: string | undefined): readonly string[] {
    const keys: string[] = []
    for (const [key, own] of this.projection.documents?.(slot.row, slot.stream.id) ?? []) {
      this.#groups.own(key, own === slot.row && rowText !== undefined ? rowText : JSON.stringify(own))
      keys.push(key)
    }
    return keys
  }
}
