import type { StreamHistories } from '../history/stream-histories.js'
import { type DecodedEvent, endOf, type HistoryEnd, type StreamHistory } from '../history/stream-history.js'
import { eventContextOf } from '../integrity/codec.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import type { EventFilter } from './bounds.js'
import type { GenerationBuilder } from './generation-builder.js'
import type { HandledTypes } from './handled-types.js'
import type { PassPositions } from './pass-positions.js'

export interface RowRestorerOptions {
  readonly events: Pick<EventStore, 'comparePositions'>
  readonly histories: StreamHistories
  readonly positions: PassPositions
  /** Which events count. */
  readonly filter: EventFilter | undefined
  /** Called when a projection throws; may exclude the builder. */
  readonly onFailure: (builder: GenerationBuilder, error: unknown, stored: StoredEvent) => void
  /** Whether the builder is still part of the pass. */
  readonly isIncluded: (builder: GenerationBuilder) => boolean
}

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
    await this.#fold(missing, (builder, stream, row, end, length) => builder.folder.replay(stream, row, end, length))
  }

  /** Folds rows that were set aside, and puts them back. Each of them counts the event that was passed over. */
  async putBack(needed: Needed): Promise<void> {
    if (needed.size === 0) return
    await this.#fold(needed, (builder, stream, row, end, length) => {
      builder.folder.putBack(stream, row, end, length)
      builder.events += 1
    })
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
  #fold(
    needed: Needed,
    use: (builder: GenerationBuilder, stream: string, row: unknown, end: HistoryEnd, length: number) => void,
  ): Promise<void> {
    const { histories, filter } = this.#options
    return histories.each(needed.keys(), (stream, history) => {
      for (const builder of needed.get(stream) ?? []) {
        const length = this.#lengthKnownTo(builder, history)
        const known = history.standing(length)
        const happened = filter === undefined ? known : known.filter(({ event }) => filter.hasHappened(event))
        const folded = this.#foldRow(builder, happened)
        if (folded !== undefined) use(builder, stream, folded.row, endOf(happened, history.order), length)
      }
    })
  }

  #lengthKnownTo({ position }: GenerationBuilder, history: StreamHistory): number {
    const { events } = this.#options
    return position === undefined ? 0 : history.lengthAt(position, (a, b) => events.comparePositions(a, b))
  }

  /** `undefined` if the projection failed, or the builder was excluded before. */
  #foldRow(builder: GenerationBuilder, events: readonly DecodedEvent[]): { readonly row: unknown } | undefined {
    const { onFailure, isIncluded } = this.#options
    const { projection } = builder
    if (!isIncluded(builder)) return undefined
    let row: unknown
    for (const { event, stored } of events) {
      if (!projection.reads.includes(stored.type)) continue
      try {
        row = projection.row(row, event, eventContextOf(stored))
      } catch (error) {
        onFailure(builder, error, stored)
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
