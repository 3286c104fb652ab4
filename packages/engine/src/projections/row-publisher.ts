import type { AnyProjection } from '@skein/kernel'
import { isStorableText } from '../primitives/storable-text.js'
import { EntryDeltas } from './entry-deltas.js'
import type { CachedRow } from './row-cache.js'
import type { Changes, LoadByKey } from './stored-entry.js'

const none: readonly string[] = []

const storable = (key: string): string => {
  if (isStorableText(key)) return key
  throw new TypeError('a key of a document or group holds NUL or half of a surrogate pair, which no store can keep')
}

/**
 * Keeps the published entries of one projection in step with its rows. What a row contributes is subtracted before its
 * first event after a flush, and added again at the next flush: two computations a row, however many events it gets.
 */
export class RowPublisher {
  readonly #projection: AnyProjection
  #entries: EntryDeltas

  /** @param isFresh the store holds nothing of this generation */
  constructor(projection: AnyProjection, isFresh: boolean) {
    this.#projection = projection
    this.#entries = new EntryDeltas(isFresh)
  }

  /** How many entries are in memory. */
  get size(): number {
    return this.#entries.size
  }

  /** Subtracts the row's tallies and notes its own keys. Call before the row changes. */
  subtract(cached: CachedRow): void {
    const { row, stream } = cached
    if (row === undefined) return
    const projection = this.#projection
    cached.ownKeys ??=
      projection.documents === undefined ? none : Array.from(projection.documents(row, stream.id), ([key]) => key)
    if (projection.tallies === undefined) return
    // at once, not at the flush: a tally may be a part of the row, and change with it
    for (const [key, tally] of projection.tallies(row, stream.id)) this.#entries.addTally(key, tally, -1)
  }

  /**
   * Removes the own content that the row had published. Call it for every changed row before any of them is added again:
   * a key may move from one stream to another.
   */
  retractOwn({ ownKeys }: CachedRow): void {
    for (const key of ownKeys ?? none) this.#entries.retractOwn(key)
  }

  /**
   * Adds the row's own content and tallies.
   *
   * @param rowText the row as JSON, where it was serialized anyway
   */
  add(cached: CachedRow, rowText: string | undefined): void {
    const { row, stream } = cached
    const projection = this.#projection
    cached.ownKeys = none
    if (row === undefined) return
    // everything is computed before anything is kept: code of the projection may throw
    const owns: [key: string, text: string][] = []
    if (projection.documents !== undefined)
      for (const [key, own] of projection.documents(row, stream.id))
        owns.push([storable(key), own === row && rowText !== undefined ? rowText : JSON.stringify(own)])
    const tallies = projection.tallies === undefined ? [] : [...projection.tallies(row, stream.id)]
    for (const [key] of tallies) storable(key)
    for (const [key, text] of owns) this.#entries.setOwn(key, text)
    if (owns.length > 0) cached.ownKeys = owns.map(([key]) => key)
    for (const [key, tally] of tallies) this.#entries.addTally(key, tally, 1)
  }

  flush(load: LoadByKey): Promise<Changes> {
    return this.#entries.flush(load)
  }

  evict(): void {
    this.#entries.evict()
  }

  reset(isFresh: boolean): void {
    this.#entries = new EntryDeltas(isFresh)
  }
}
