/** How much of each read model stays in memory, and which rows are stored. */
export interface CacheOptions {
  /** Rows and entries that may stay in memory between two commits; default 200,000. */
  readonly cache?: number
  /** The row of a stream with at least this many events is stored; shorter streams are replayed instead. Default 64. */
  readonly longStream?: number
}

const defaultCache = 200_000
const defaultLongStream = 64
/** Rough limit in characters of JSON for all rows in memory: in a few projections, rows grow with their streams. */
const maxRowText = 128_000_000
/** Of these limits, what stays in memory when they were exceeded. */
const keptShare = 0.75
/** One of this many changed rows is serialized to estimate the average length of a row. */
const sampling = 64

/** Decides whether rows and entries still fit in memory. */
export class CacheLimits {
  readonly longStream: number
  readonly #maxItems: number
  /** Estimated characters of JSON of a row. */
  #rowText = 0

  constructor({ cache = defaultCache, longStream = defaultLongStream }: CacheOptions = {}) {
    this.longStream = longStream
    this.#maxItems = cache
  }

  /** Updates the estimated length of a row from a sample of those that changed. */
  measure(changed: readonly { readonly row: unknown }[]): void {
    let rows = 0
    let text = 0
    for (let index = 0; index < changed.length; index += sampling) {
      const row = changed[index]?.row
      if (row === undefined) continue
      rows += 1
      text += JSON.stringify(row).length
    }
    if (rows > 0) this.#rowText = text / rows
  }

  fits(rows: number, entries: number): boolean {
    return rows + entries <= this.#maxItems && rows * this.#rowText <= maxRowText
  }

  /** How many rows stay in memory when the limits were exceeded. */
  rowsKept(entries: number): number {
    const fitting = this.#rowText === 0 ? Number.POSITIVE_INFINITY : maxRowText / this.#rowText
    return Math.max(0, Math.floor(keptShare * Math.min(this.#maxItems - entries, fitting)))
  }

  /** Whether entries alone take so much memory that they are evicted too. */
  mustEvictEntries(entries: number): boolean {
    return entries > this.#maxItems / 2
  }
}
