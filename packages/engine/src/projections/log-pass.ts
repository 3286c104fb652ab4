import type { AnyEvent } from '@skein/kernel'
import { eventContextOf } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import type { EventStore, Position, StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import type { EventFilter } from './bounds.js'
import type { GenerationBuilder } from './generation-builder.js'
import { failedProjection, unreadableEvent } from './pass-findings.js'
import { PassPositions } from './pass-positions.js'
import { ProjectionError } from './projection-error.js'
import { RowCache } from './row-cache.js'
import { RowRestorer } from './row-restorer.js'

export interface LogPassOptions {
  /** The event at the newest version of its schema. */
  readonly decode: (event: StoredEvent) => AnyEvent
  readonly events: Pick<EventStore, 'readStream' | 'comparePositions'>
  /** Which events count; default all. */
  readonly filter?: EventFilter
  /** Called instead of throwing `ProjectionError`; the pass continues without that projection, or that event. */
  readonly onFinding?: (finding: Finding) => void
}

/** One reading of the log for many generations, each from its own position. */
export class LogPass {
  readonly #options: LogPassOptions
  readonly #cache: RowCache
  readonly #positions: PassPositions
  readonly #restorer: RowRestorer
  #builders: readonly GenerationBuilder[]
  #readersByType = new Map<string, readonly GenerationBuilder[]>()

  constructor(builders: readonly GenerationBuilder[], options: LogPassOptions) {
    this.#options = options
    this.#builders = builders
    this.#cache = builders[0]?.cache ?? new RowCache()
    if (builders.some(({ cache }) => cache !== this.#cache))
      throw new Error('the builders of a pass share one row cache')
    const { events, filter = () => true, onFinding } = options
    this.#positions = new PassPositions(events)
    this.#restorer = new RowRestorer({
      events,
      positions: this.#positions,
      // it was reported when the event was read for the first time
      decode: (stored) => this.#decode(stored, onFinding && (() => undefined)),
      filter,
      onFailure: (builder, error, stored) => this.#fail(builder, error, stored),
      isIncluded: (builder) => this.#builders.includes(builder),
    })
    this.#indexByType()
    this.rewind()
  }

  get builders(): readonly GenerationBuilder[] {
    return this.#builders
  }

  /** The event types that at least one projection handles. */
  get types(): readonly string[] {
    return [...this.#readersByType.keys()]
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
    await this.#restorer.restore(this.#builders, batch)
    this.#applyEach(batch)
    this.advance(last.position)
  }

  /** Moves the positions forward: no event up to here is left to apply. */
  advance(to: Position): void {
    this.#positions.advance(this.#builders, to)
  }

  /** Flushes all builders, or those with changes, at once. Returns those that are stale. */
  async flush(which: 'all' | 'changed' = 'all'): Promise<readonly GenerationBuilder[]> {
    const due = which === 'all' ? this.#builders : this.#builders.filter(({ hasChanges }) => hasChanges)
    const outcomes = await Promise.allSettled(due.map((builder) => builder.flush()))
    const stale: GenerationBuilder[] = []
    for (const [index, builder] of due.entries()) {
      const outcome = outcomes[index]
      if (outcome?.status === 'fulfilled' && outcome.value === 'stale') stale.push(builder)
      if (outcome?.status !== 'rejected') continue
      if (isStorageError(outcome.reason)) throw outcome.reason
      this.#fail(builder, outcome.reason)
    }
    return stale
  }

  // every event of a rebuild goes through here
  #applyEach(batch: readonly StoredEvent[]): void {
    const { filter } = this.#options
    const positions = this.#positions
    const isAnyAhead = positions.isAnyAhead
    const cache = this.#cache
    for (const stored of batch) {
      const readers = this.#readersByType.get(stored.type)
      if (readers === undefined) continue
      const event = this.#decode(stored)
      if (event === undefined) continue
      const stream = cache.streamOf(stored.stream)
      const context = eventContextOf(stored, stream.id)
      if (filter !== undefined && !filter(event, context)) continue
      for (const builder of readers) {
        if (isAnyAhead && positions.isApplied(builder, stored)) continue
        try {
          builder.folder.apply(event, context, stream)
          builder.events += 1
        } catch (error) {
          this.#fail(builder, error, stored)
        }
      }
    }
  }

  #decode(stored: StoredEvent, onFinding = this.#options.onFinding): AnyEvent | undefined {
    try {
      return this.#options.decode(stored)
    } catch (cause) {
      if (isStorageError(cause, 'newer')) throw cause
      const finding = unreadableEvent(stored, cause)
      if (onFinding === undefined) throw new ProjectionError(finding)
      onFinding(finding)
      return undefined
    }
  }

  #fail(builder: GenerationBuilder, cause: unknown, at?: StoredEvent): void {
    const finding = failedProjection(builder.projection, cause, at)
    const { onFinding } = this.#options
    if (onFinding === undefined) throw new ProjectionError(finding)
    this.#exclude(builder)
    onFinding(finding)
  }

  #exclude(builder: GenerationBuilder): void {
    this.#builders = this.#builders.filter((one) => one !== builder)
    this.#positions.exclude(builder)
    this.#indexByType()
  }

  #indexByType(): void {
    this.#readersByType = new Map()
    for (const builder of this.#builders)
      for (const type of new Set(builder.projection.reads))
        this.#readersByType.set(type, [...(this.#readersByType.get(type) ?? []), builder])
  }
}
