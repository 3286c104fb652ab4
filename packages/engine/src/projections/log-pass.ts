import { type AnyEvent, isHistoryEvent } from '@skein/kernel'
import { hashesToCommit } from '../checkpoints/checkpoints.js'
import { maxQuarantined } from '../checkpoints/quarantine.js'
import { HistoryOrders, StreamHistories } from '../history/stream-histories.js'
import { isLast } from '../history/stream-history.js'
import { eventContextOf } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import type { Position, StoredEvent } from '../ports/index.js'
import { isStorageError, type StorageError } from '../ports/storage-error.js'
import { type GenerationBuilder, nextSetAside } from './generation-builder.js'
import { HandledTypes } from './handled-types.js'
import type { LogPassOptions } from './log-pass-options.js'
import { failedProjection, findingOf, unreadableEvent } from './pass-findings.js'
import { PassPositions } from './pass-positions.js'
import { ProjectionError } from './projection-error.js'
import { type CachedStream, RowCache } from './row-cache.js'
import { add, RowRestorer } from './row-restorer.js'

/** One reading of the log for many generations, each from its own position. */
export class LogPass {
  readonly #options: LogPassOptions
  readonly #cache: RowCache
  readonly #positions: PassPositions
  readonly #restorer: RowRestorer
  #builders: readonly GenerationBuilder[]
  #handled: HandledTypes
  /** What fails again is reported again. */
  #isRetrying = false
  /** Rows that were set aside in this batch. */
  #setAside = new Map<string, GenerationBuilder[]>()

  constructor(builders: readonly GenerationBuilder[], options: LogPassOptions) {
    this.#options = options
    this.#builders = builders
    this.#cache = builders[0]?.cache ?? new RowCache()
    if (builders.some(({ cache }) => cache !== this.#cache))
      throw new Error('the builders of a pass share one row cache')
    const { domain, events, filter } = options
    this.#positions = new PassPositions(events)
    this.#restorer = new RowRestorer({
      events,
      histories: new StreamHistories({
        events,
        orders: new HistoryOrders(domain),
        decode: (stored) => (this.#isSkipped(stored) ? 'skipped' : this.#decode(stored, [])),
        isKnown: filter?.isKnown,
      }),
      positions: this.#positions,
      filter,
      onFailure: (builder, stream, failed, isPublished) =>
        this.#quarantine(builder, stream, findingOf(builder.projection, stream, failed), isPublished),
      isIncluded: (builder) => this.#builders.includes(builder),
    })
    this.#handled = new HandledTypes(builders, domain)
    this.rewind()
  }

  get builders(): readonly GenerationBuilder[] {
    return this.#builders
  }

  /** The event types to read: those that at least one projection handles, and those about entries. */
  get types(): readonly string[] {
    return this.#handled.types
  }

  /** Whether at least one projection asks for metadata. */
  get readsMetadata(): boolean {
    return this.#builders.some(({ projection }) => projection.readsMetadata)
  }

  /** Where to continue reading: the lowest position of all builders. */
  get position(): Position | undefined {
    return this.#positions.lowest(this.#builders)
  }

  /** More is in memory than the limits of a read model allow. */
  get exceedsLimits(): boolean {
    return this.#builders.some(({ folder }) => folder.exceedsLimits)
  }

  /** The next commit of a read model would be so large that it is time for it. */
  get isCommitFull(): boolean {
    return this.#builders.some((builder) => builder.isCommitFull)
  }

  /** Call before events are read again. */
  rewind(): void {
    this.#positions.rewind(this.#builders)
  }

  /** Applies a batch of events. A builder skips the events that it has applied already. */
  async apply(batch: readonly StoredEvent[]): Promise<void> {
    const [first] = batch
    const last = batch.at(-1)
    if (first === undefined || last === undefined) return
    this.#positions.startBatch(first)
    await this.#restorer.restore(this.#builders, batch, this.#handled)
    this.#applyEach(batch)
    this.advance(last.position)
    const setAside = this.#setAside
    this.#setAside = new Map()
    if (!this.#options.defers) await this.#restorer.putBack(setAside)
  }

  /**
   * Folds all rows that are set aside, list by list.
   *
   * @param flush called after each list; returns whether to continue
   */
  async putBackAll(flush: () => Promise<boolean>): Promise<boolean> {
    for (;;) {
      const lists = await nextSetAside(this.#builders)
      const needed = new Map<string, GenerationBuilder[]>()
      for (const { builder, streams } of lists) for (const stream of streams) add(needed, stream, builder)
      if (lists.length === 0) return true
      await this.#restorer.putBack(needed)
      for (const { builder, key } of lists) builder.folder.deleteStored(key)
      if (!(await flush())) return false
    }
  }

  /** Folds the rows of streams again that are in quarantine, and puts those back that can be folded by now. */
  async retry(streamsOf: (builder: GenerationBuilder) => readonly string[]): Promise<void> {
    const needed = new Map<string, GenerationBuilder[]>()
    for (const builder of this.#builders) for (const stream of streamsOf(builder)) add(needed, stream, builder)
    this.#isRetrying = true
    await this.#restorer.putBack(needed)
    this.#isRetrying = false
  }

  /** Passes over streams that lost events in the store: nothing of what is left of them counts. */
  quarantineCut(cut: ReadonlyMap<string, StorageError>): void {
    for (const [stream, error] of cut)
      for (const builder of this.#handled.readersOfStream(stream)) {
        const { projection, position } = builder
        // a row that is not in memory may have been published
        const isPublished = position !== undefined && !builder.isQuarantined(stream)
        this.#quarantine(builder, stream, findingOf(projection, stream, { kind: 'damaged', error }), isPublished)
      }
  }

  /** Moves the positions forward: no event up to here is left to apply. */
  advance(to: Position): void {
    this.#positions.advance(this.#builders, to)
  }

  /**
   * Flushes all builders, or those with changes, at once. Returns those that are stale. Throws `StorageError` with fault
   * `diverged` if the log has lost events that were applied before.
   */
  async flush(which: 'all' | 'changed' = 'all'): Promise<readonly GenerationBuilder[]> {
    const chosen = which === 'all' ? this.#builders : this.#builders.filter(({ hasChanges }) => hasChanges)
    const due = chosen.filter(({ isFlushed }) => !isFlushed)
    if (due.length === 0) return []
    const hashes = await hashesToCommit(this.#options.events, due)
    const outcomes = await Promise.allSettled(
      due.map((builder) => builder.flush(builder.position && hashes.get(builder.position))),
    )
    const stale: GenerationBuilder[] = []
    for (const [index, builder] of due.entries()) {
      const outcome = outcomes[index]
      if (outcome?.status === 'fulfilled' && outcome.value === 'stale') stale.push(builder)
      if (outcome?.status !== 'rejected') continue
      if (isStorageError(outcome.reason)) throw outcome.reason
      this.#exclude(builder, failedProjection(builder.projection, outcome.reason))
    }
    for (const builder of due)
      for (const { stream, error } of builder.takeFailures())
        this.#report({ ...failedProjection(builder.projection, error), stream })
    return stale
  }

  // every event of a rebuild goes through here
  #applyEach(batch: readonly StoredEvent[]): void {
    const { filter } = this.#options
    const positions = this.#positions
    const isAnyAhead = positions.isAnyAhead
    const cache = this.#cache
    for (const stored of batch) {
      const handled = this.#handled.get(stored.type)
      if (handled === undefined) {
        this.#applyToEntry(stored)
        continue
      }
      const stream = cache.streamOf(stored.stream)
      if (stream.isSetAside && filter === undefined && this.#passOver(stored, stream, handled.readers)) continue
      if (filter !== undefined && !filter.isKnown(stored)) continue
      if (this.#isSkipped(stored)) continue
      const { readers, rank } = handled
      const event = this.#decode(stored, readers)
      if (event === undefined || (filter !== undefined && !filter.hasHappened(event))) continue
      const { on } = event.data
      if (!isLast(stream.end, on, rank, stored.metadata)) {
        this.#setRowsAside(stored, stream, readers)
        continue
      }
      if (rank !== undefined) {
        stream.end.on = on
        stream.end.rank = rank
      }
      const context = eventContextOf(stored, stream.id)
      for (const builder of readers) {
        if (isAnyAhead && positions.isApplied(builder, stored)) continue
        builder.events += 1
        try {
          builder.folder.apply(event, context, stream)
        } catch (error) {
          this.#quarantine(builder, stored.stream, failedProjection(builder.projection, error, stored))
        }
      }
    }
  }

  #isSkipped({ stream, revision }: StoredEvent): boolean {
    const { skipped } = this.#options
    return skipped !== undefined && skipped.size > 0 && skipped.has(`${stream}@${revision}`)
  }

  /** Counts an event if the rows of all its readers are set aside. */
  #passOver(stored: StoredEvent, stream: CachedStream, readers: readonly GenerationBuilder[]): boolean {
    for (const { folder } of readers) if (!folder.isSetAside(stream)) return false
    for (const builder of readers) if (!this.#positions.isApplied(builder, stored)) builder.events += 1
    return true
  }

  /** An entry was annulled, or a contradiction recorded or resolved. */
  #applyToEntry(stored: StoredEvent): void {
    if (!isHistoryEvent(stored) || this.#options.filter?.isKnown(stored) === false) return
    const readers = this.#handled.readersOf(stored)
    if (readers.length > 0) this.#setRowsAside(stored, this.#cache.streamOf(stored.stream), readers)
  }

  /** The rows that a late event changes cannot be continued. Where it is put off, all rows of the stream wait together. */
  #setRowsAside(stored: StoredEvent, stream: CachedStream, readers: readonly GenerationBuilder[]): void {
    stream.isSetAside = true
    const affected = this.#options.defers ? this.#handled.readersOfStream(stored.stream) : readers
    for (const builder of affected) {
      if (this.#positions.isApplied(builder, stored)) continue
      const isReader = readers.includes(builder)
      if (!isReader && !builder.folder.holdsRow(stream)) continue
      try {
        const isNew = builder.folder.setAside(stream)
        if (isNew) add(this.#setAside, stream.name, builder)
        // a row that is set aside counts one of its events when it is put back
        if (isReader && !isNew) builder.events += 1
        if (!isReader && isNew) builder.events -= 1
      } catch (error) {
        this.#quarantine(builder, stored.stream, failedProjection(builder.projection, error, stored))
      }
    }
  }

  /** @param readers those that pass over the stream if the event cannot be read */
  #decode(stored: StoredEvent, readers: readonly GenerationBuilder[]): AnyEvent | undefined {
    try {
      return this.#options.decode(stored)
    } catch (cause) {
      for (const builder of readers) {
        if (this.#positions.isApplied(builder, stored)) continue
        builder.events += 1
        const finding = { ...unreadableEvent(stored, cause), projection: builder.projection.name }
        this.#quarantine(builder, stored.stream, finding)
      }
      return undefined
    }
  }

  /** Passes over a stream from now on; if so many are passed over that the projection is at fault, it is paused. */
  #quarantine(builder: GenerationBuilder, name: string, finding: Finding, isPublished = false): void {
    if (!this.#builders.includes(builder)) return
    const isKnown = builder.isQuarantined(name)
    if (!isKnown && builder.quarantinedStreams >= maxQuarantined) {
      this.#exclude(builder, finding)
      return
    }
    try {
      builder.quarantine(this.#cache.streamOf(name), finding, isPublished)
    } catch (error) {
      this.#exclude(builder, failedProjection(builder.projection, error))
      return
    }
    if (!isKnown || this.#isRetrying) this.#report(finding)
  }

  #report(finding: Finding): void {
    const { onFinding } = this.#options
    if (onFinding === undefined) throw new ProjectionError(finding)
    onFinding(finding)
  }

  #exclude(builder: GenerationBuilder, finding: Finding): void {
    this.#report(finding)
    this.#options.onPaused?.(builder, finding)
    this.#builders = this.#builders.filter((one) => one !== builder)
    this.#positions.exclude(builder)
    this.#handled = new HandledTypes(this.#builders, this.#options.domain)
  }
}
