import { partsOf } from '@skein/kernel'
import { emptyEnd, type HistoryEnd } from '../history/stream-history.js'

/** The row that one read model has of a stream, while it is in memory. */
export interface CachedRow {
  stream: CachedStream
  row: unknown
  /** An event did not come last: the row will be folded again from the history, and nothing of it is published until then. */
  isSetAside: boolean
  /** The store holds this row too, so every flush writes it. */
  isStored: boolean
  /** The stream has so many events that its row is stored instead of replayed. */
  isLong: boolean
  /** An event was applied since the last flush. */
  isChanged: boolean
  /** The keys under which the store holds own content of this stream; `undefined` until computed from the row. */
  ownKeys: readonly string[] | undefined
}

export interface CachedStream {
  readonly name: string
  /** The name without its aggregate. */
  readonly id: string
  /** The end of the history, of the events that the read models handle. */
  readonly end: HistoryEnd
  /** Some row was set aside. */
  isSetAside: boolean
  /** By the index of the read model. */
  readonly rows: (CachedRow | undefined)[]
}

/**
 * The rows in memory of all read models that are built together, by stream: the stream of an event is looked up once,
 * however many read models handle it. Each read model has an index of its own.
 */
export class RowCache {
  readonly #streams = new Map<string, CachedStream>()
  readonly #freeIndexes: number[] = []
  #indexes = 0
  #last: CachedStream | undefined

  /** Gives an index to one more read model. */
  allocate(): number {
    return this.#freeIndexes.pop() ?? this.#indexes++
  }

  /** Evicts the rows of a read model and frees its index. */
  release(index: number): void {
    this.evict(index)
    this.#freeIndexes.push(index)
  }

  /** The stream of this name; added if it is not here yet. */
  streamOf(name: string): CachedStream {
    if (this.#last?.name === name) return this.#last
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      const rows = Array.from({ length: this.#indexes }, () => undefined)
      stream = { name, id: partsOf(name).id, end: emptyEnd(), isSetAside: false, rows }
      this.#streams.set(name, stream)
    }
    this.#last = stream
    return stream
  }

  find(name: string, index: number): CachedRow | undefined {
    return this.#streams.get(name)?.rows[index]
  }

  /** The rows of a read model, those of the streams that came first. */
  *rows(index: number): Iterable<CachedRow> {
    for (const { rows } of this.#streams.values()) {
      const cached = rows[index]
      if (cached !== undefined) yield cached
    }
  }

  /** Drops one row of a read model. */
  remove({ stream: { name, rows } }: CachedRow, index: number): void {
    rows[index] = undefined
    if (rows.some((cached) => cached !== undefined)) return
    if (this.#last?.name === name) this.#last = undefined
    this.#streams.delete(name)
  }

  /** Drops all rows of a read model. */
  evict(index: number): void {
    this.#last = undefined
    for (const [name, { rows }] of this.#streams) {
      rows[index] = undefined
      if (rows.every((cached) => cached === undefined)) this.#streams.delete(name)
    }
  }
}
