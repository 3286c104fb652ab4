import { partsOf } from '@skein/kernel'

/** The row that one read model has of a stream, while it is in memory. */
export interface CachedRow {
  readonly stream: CachedStream
  row: unknown
  /** Whether the store holds its row; then it is written at every settling. */
  stored: boolean
  /** Whether the stream is too long for its row to be told from its events again. */
  isLong: boolean
  /** Whether an event came since the last settling. */
  touched: boolean
  /** The keys that the store holds its own content under; `undefined` where that is still to be told from the row. */
  keys: readonly string[] | undefined
}

export interface CachedStream {
  readonly name: string
  /** The name without its aggregate. */
  readonly id: string
  /** By the place of the read model. */
  readonly rows: (CachedRow | undefined)[]
}

/**
 * The streams of which rows are in memory, those of all read models that are filled together: an event's stream is
 * looked up once, however many of them read it.
 */
export class RowCache {
  readonly #streams = new Map<string, CachedStream>()
  readonly #free: number[] = []
  #places = 0
  #last: CachedStream | undefined

  /** A place for one more read model. */
  take(): number {
    return this.#free.pop() ?? this.#places++
  }

  /** Gives a place back, and forgets what was there. */
  giveBack(place: number): void {
    this.clear(place)
    this.#free.push(place)
  }

  of(name: string): CachedStream {
    if (this.#last?.name === name) return this.#last
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      const rows = Array.from({ length: this.#places }, () => undefined)
      stream = { name, id: partsOf(name).id, rows }
      this.#streams.set(name, stream)
    }
    this.#last = stream
    return stream
  }

  find(name: string, place: number): CachedRow | undefined {
    return this.#streams.get(name)?.rows[place]
  }

  *rows(place: number): Iterable<CachedRow> {
    for (const { rows } of this.#streams.values()) {
      const slot = rows[place]
      if (slot !== undefined) yield slot
    }
  }

  clear(place: number): void {
    this.#last = undefined
    for (const [name, { rows }] of this.#streams) {
      rows[place] = undefined
      if (rows.every((slot) => slot === undefined)) this.#streams.delete(name)
    }
  }
}
