import { type AnyProjection, type Fact, partsOf, type Source } from '@skein/kernel'
import { type Changes, Groups, type Load } from './projection-groups.js'

/** The row of one stream, while it is in memory. */
interface Slot {
  readonly stream: string
  readonly id: string
  row: unknown
  /** Whether the store holds a row for it. */
  stored: boolean
  /** Whether an event came since the last settling. */
  touched: boolean
  /** The keys that the store holds its own content under; `undefined` where that is still to be told from the row. */
  keys: readonly string[] | undefined
}

const none: readonly string[] = []

/**
 * Folds events into one generation of one projection, in memory; `settle` tells what to write.
 * A stream's part in the published entries is taken out before its first event and put in again at the settling: two
 * looks at a row however many events it saw.
 */
export class Folding {
  readonly projection: AnyProjection
  #slots = new Map<string, Slot>()
  #groups: Groups
  #touched: Slot[] = []
  /** What the last settling wrote. */
  #recent: readonly Slot[] = []
  #last: Slot | undefined
  /** Whether a row that is not here is not in the store either. */
  #complete: boolean

  /** @param fresh the store holds nothing of this generation yet */
  constructor(projection: AnyProjection, fresh: boolean) {
    this.projection = projection
    this.#complete = fresh
    this.#groups = new Groups(fresh)
  }

  /** How many rows and entries are in memory. */
  get size(): number {
    return this.#slots.size + this.#groups.size
  }

  get isTouched(): boolean {
    return this.#touched.length > 0
  }

  /** Whether rows have to be fetched before events of their streams are applied. */
  get needsRows(): boolean {
    return !this.#complete
  }

  hasRow(stream: string): boolean {
    return this.#slots.has(stream)
  }

  /** Fetches the rows of streams that are not in memory. */
  async fetch(streams: readonly string[], load: Load): Promise<void> {
    for (const [stream, text] of await load(streams)) {
      this.#slots.set(stream, {
        stream,
        id: partsOf(stream).id,
        row: JSON.parse(text),
        stored: true,
        touched: false,
        keys: undefined,
      })
    }
  }

  /** The event's type is one that the projection reads, and its stream's row is in memory, if there is one. */
  apply(event: Fact, source: Source): void {
    let slot = this.#last
    if (slot === undefined || slot.stream !== source.stream) {
      slot = this.#slotOf(source.stream)
      this.#last = slot
    }
    if (!slot.touched) this.#touch(slot)
    slot.row = this.projection.row(slot.row, event, source)
  }

  /** What to write so that the store holds what was folded. Must be written, or `reset` called. */
  async settle(load: Load): Promise<Changes> {
    const { projection } = this
    const rows: Changes = { puts: [], deletes: [] }
    // all that is taken back first: a key may go from one stream to another
    for (const slot of this.#touched) for (const key of slot.keys ?? none) this.#groups.takeBack(key)
    for (const slot of this.#touched) {
      if (slot.row === undefined) {
        if (slot.stored) rows.deletes.push({ space: 'row', key: slot.stream })
        this.#slots.delete(slot.stream)
        continue
      }
      const value = JSON.stringify(slot.row)
      rows.puts.push({ space: 'row', key: slot.stream, value })
      slot.stored = true
      slot.touched = false
      slot.keys = projection.documents === undefined ? none : this.#publish(slot, value)
      if (projection.tallies === undefined) continue
      for (const [key, tally] of projection.tallies(slot.row, slot.id)) this.#groups.add(key, tally, 1)
    }
    const docs = await this.#groups.settle(load)
    this.#last = undefined
    this.#recent = this.#touched
    this.#touched = []
    for (const put of docs.puts) rows.puts.push(put)
    for (const gone of docs.deletes) rows.deletes.push(gone)
    return rows
  }

  /** Makes room after a settling: keeps the rows that it wrote, or none where even they are more than `cap`. */
  evict(cap: number): void {
    const recent = this.#recent
    this.#recent = []
    if (this.size <= cap) return
    this.#slots = new Map()
    if (recent.length <= cap) for (const slot of recent) if (slot.row !== undefined) this.#slots.set(slot.stream, slot)
    this.#complete = false
    if (this.#groups.size > cap / 2) this.#groups.forget()
  }

  /** Forgets everything in memory: the store was changed by somebody else, or it is not known what it holds. */
  reset(fresh: boolean): void {
    this.#slots = new Map()
    this.#groups = new Groups(fresh)
    this.#touched = []
    this.#recent = []
    this.#last = undefined
    this.#complete = fresh
  }

  #slotOf(stream: string): Slot {
    const known = this.#slots.get(stream)
    if (known !== undefined) return known
    const slot: Slot = { stream, id: partsOf(stream).id, row: undefined, stored: false, touched: false, keys: none }
    this.#slots.set(stream, slot)
    return slot
  }

  #touch(slot: Slot): void {
    slot.touched = true
    this.#touched.push(slot)
    if (slot.row === undefined) return
    const { projection } = this
    slot.keys ??=
      projection.documents === undefined ? none : Array.from(projection.documents(slot.row, slot.id), ([key]) => key)
    if (projection.tallies === undefined) return
    // at once, not at the settling: a tally may be a part of the row, and change with it
    for (const [key, tally] of projection.tallies(slot.row, slot.id)) this.#groups.add(key, tally, -1)
  }

  #publish(slot: Slot, rowText: string): readonly string[] {
    const keys: string[] = []
    for (const [key, own] of this.projection.documents?.(slot.row, slot.id) ?? []) {
      // many publish the row itself: its text is at hand
      this.#groups.own(key, own === slot.row ? rowText : JSON.stringify(own))
      keys.push(key)
    }
    return keys
  }
}
