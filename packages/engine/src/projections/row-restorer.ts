import { isHistoryEvent } from '@skein/kernel'
import type { StreamHistories } from '../history/stream-histories.js'
import { type DecodedEvent, endOf, type HistoryEnd, type StreamHistory } from '../history/stream-history.js'
import { eventContextOf } from '../integrity/codec.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import type { StorageError } from '../ports/storage-error.js'
import type { EventFilter } from './bounds.js'
import type { GenerationBuilder } from './generation-builder.js'
import type { HandledTypes } from './handled-types.js'
import type { RowFailed } from './pass-findings.js'
import type { PassPositions } from './pass-positions.js'

export interface RowRestorerOptions {
  readonly events: Pick<EventStore, 'comparePositions'>
  readonly histories: StreamHistories
  readonly positions: PassPositions
  /** Which events count. */
  readonly filter: EventFilter | undefined
  /** Called when a row cannot be folded: because an event cannot be read, events are missing, or the projection throws. */
  readonly onFailure: (builder: GenerationBuilder, stream: string, failure: RowFailed, isPublished: boolean) => void
  /** Whether the builder is still part of the pass. */
  readonly isIncluded: (builder: GenerationBuilder) => boolean
}

type UseRow = (builder: GenerationBuilder, stream: string, row: unknown, end: HistoryEnd, length: number) => void

/** Streams, each with the builders that need its row. */
type Needed = ReadonlyMap<string, readonly GenerationBuilder[]>

/** Folds rows from the histories of their streams, each up to the position of its builder. */
export class RowRestorer {
  readonly #options: RowRestorerOptions

  constructor(options: RowRestorerOptions) {
    this.#options = options
  }

  /** Loads the rows that the batch is about to change. Rows that the store does not hold are folded. */
  async restore(
    builders: readonly GenerationBuilder[],
    batch: readonly StoredEvent[],
    handled: HandledTypes,
  ): Promise<void> {
    const last = batch.at(-1)
    const missing = new Map<string, GenerationBuilder[]>()
    for (const builder of builders) {
      if (!builder.folder.needsRows) continue
      if (last !== undefined && this.#options.positions.hasReached(builder, last)) continue
      const streams = this.#streamsWithoutRow(builder, batch, handled)
      if (streams.length === 0) continue
      for (const stream of await builder.fetchRows(streams)) add(missing, stream, builder)
    }
    if (missing.size === 0) return
    const replay: UseRow = (builder, stream, row, end, length) => builder.folder.replay(stream, row, end, length)
    await this.#fold(missing, replay, true)
  }

  /** Folds rows that were set aside, and puts them back. Each of them counts the event that was passed over. */
  async putBack(needed: Needed): Promise<void> {
    if (needed.size === 0) return
    const putBack: UseRow = (builder, stream, row, end, length) => {
      builder.folder.putBack(stream, row, end, length)
      builder.release(stream)
      builder.events += 1
    }
    await this.#fold(needed, putBack, false)
  }

  #streamsWithoutRow(
    builder: GenerationBuilder,
    batch: readonly StoredEvent[],
    handled: HandledTypes,
  ): readonly string[] {
    const seen = new Set<string>()
    const streams: string[] = []
    for (const event of batch) {
      const { stream } = event
      if (seen.has(stream) || !handled.readersOf(event).includes(builder)) continue
      if (this.#options.positions.isApplied(builder, event)) continue
      seen.add(stream)
      // there is no row before the first event of a stream
      if (event.revision > 0 && !builder.folder.hasRow(stream)) streams.push(stream)
    }
    return streams
  }

  /** Reads each stream once for all builders that need its row. */
  #fold(needed: Needed, use: UseRow, isPublished: boolean): Promise<void> {
    const { histories, filter, onFailure } = this.#options
    const onDamaged = (stream: string, error: StorageError) => {
      for (const builder of needed.get(stream) ?? [])
        if (this.#options.isIncluded(builder)) onFailure(builder, stream, { kind: 'damaged', error }, isPublished)
    }
    const onRead = (stream: string, history: StreamHistory) => {
      for (const builder of needed.get(stream) ?? []) {
        const unreadable = this.#unreadableFor(builder, history)
        if (unreadable !== undefined) {
          onFailure(builder, stream, { kind: 'unreadable', at: unreadable }, isPublished)
          continue
        }
        const length = this.#lengthKnownTo(builder, history)
        const known = history.standing(length)
        const happened = filter === undefined ? known : known.filter(({ event }) => filter.hasHappened(event))
        const folded = this.#foldRow(builder, happened, isPublished)
        if (folded !== undefined) use(builder, stream, folded.row, endOf(happened, history.order), length)
      }
    }
    return histories.each(needed.keys(), onRead, onDamaged)
  }

  /** An event that the builder needs, and that cannot be read. */
  #unreadableFor({ position, projection }: GenerationBuilder, { unreadable }: StreamHistory): StoredEvent | undefined {
    return unreadable.find(
      (stored) =>
        (projection.reads.includes(stored.type) || isHistoryEvent(stored)) &&
        position !== undefined &&
        this.#options.events.comparePositions(stored.position, position) <= 0,
    )
  }

  #lengthKnownTo({ position }: GenerationBuilder, history: StreamHistory): number {
    const { events } = this.#options
    return position === undefined ? 0 : history.lengthAt(position, (a, b) => events.comparePositions(a, b))
  }

  /** `undefined` if the projection failed, or the builder was excluded before. */
  #foldRow(
    builder: GenerationBuilder,
    events: readonly DecodedEvent[],
    isPublished: boolean,
  ): { readonly row: unknown } | undefined {
    const { onFailure, isIncluded } = this.#options
    const { projection } = builder
    if (!isIncluded(builder)) return undefined
    let row: unknown
    for (const { event, stored } of events) {
      if (!projection.reads.includes(stored.type)) continue
      try {
        row = projection.row(row, event, eventContextOf(stored))
      } catch (cause) {
        onFailure(builder, stored.stream, { kind: 'projection', at: stored, cause }, isPublished)
        return undefined
      }
    }
    return { row }
  }
}

/** Adds a builder to those that need a stream. */
export const add = (needed: Map<string, GenerationBuilder[]>, stream: string, builder: GenerationBuilder): void => {
  const known = needed.get(stream)
  if (known === undefined) needed.set(stream, [builder])
  else known.push(builder)
}
