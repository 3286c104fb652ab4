import type { AnyEvent, EventContext } from '@skein/kernel'
import { eventContextOf } from '../integrity/codec.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import type { GenerationBuilder } from './generation-builder.js'
import type { PassPositions } from './pass-positions.js'

/** Streams read concurrently. */
const concurrency = 16

export interface RowRestorerOptions {
  readonly events: Pick<EventStore, 'readStream'>
  readonly positions: PassPositions
  /** `undefined` for an event that cannot be read. */
  readonly decode: (stored: StoredEvent) => AnyEvent | undefined
  /** Which events count. */
  readonly filter: (event: AnyEvent, context: EventContext) => boolean
  /** Called when a projection throws; may exclude the builder. */
  readonly onFailure: (builder: GenerationBuilder, error: unknown, stored: StoredEvent) => void
  /** Whether the builder is still part of the pass. */
  readonly isIncluded: (builder: GenerationBuilder) => boolean
}

/** Brings rows into memory before events of their streams are applied. */
export class RowRestorer {
  readonly #options: RowRestorerOptions

  constructor(options: RowRestorerOptions) {
    this.#options = options
  }

  /** Loads the rows that the batch is about to change. Rows that the store does not hold are replayed. */
  async restore(builders: readonly GenerationBuilder[], batch: readonly StoredEvent[]): Promise<void> {
    const last = batch.at(-1)
    const missing = new Map<string, GenerationBuilder[]>()
    for (const builder of builders) {
      if (!builder.folder.needsRows) continue
      if (last !== undefined && this.#options.positions.hasReached(builder, last)) continue
      const streams = this.#streamsWithoutRow(builder, batch)
      if (streams.length === 0) continue
      for (const stream of await builder.fetchRows(streams)) {
        const known = missing.get(stream)
        if (known === undefined) missing.set(stream, [builder])
        else known.push(builder)
      }
    }
    await this.#replayStreams(missing)
  }

  #streamsWithoutRow(builder: GenerationBuilder, batch: readonly StoredEvent[]): readonly string[] {
    const types = new Set(builder.projection.reads)
    const seen = new Set<string>()
    const streams: string[] = []
    for (const event of batch) {
      const { stream } = event
      if (!types.has(event.type) || seen.has(stream) || this.#options.positions.isApplied(builder, event)) continue
      seen.add(stream)
      // there is no row before the first event of a stream
      if (event.revision > 0 && !builder.folder.hasRow(stream)) streams.push(stream)
    }
    return streams
  }

  /** Reads each stream once for all builders that need its row. */
  async #replayStreams(missing: ReadonlyMap<string, readonly GenerationBuilder[]>): Promise<void> {
    const remaining = missing.entries()
    const reader = async (): Promise<void> => {
      for (const [stream, builders] of remaining)
        for await (const batch of this.#options.events.readStream(stream))
          for (const stored of batch) this.#replay(stored, builders)
    }
    if (missing.size > 0) await Promise.all(Array.from({ length: concurrency }, reader))
  }

  #replay(stored: StoredEvent, builders: readonly GenerationBuilder[]): void {
    const { positions, decode, filter, onFailure, isIncluded } = this.#options
    const readers = builders.filter(
      (builder) =>
        isIncluded(builder) && builder.projection.reads.includes(stored.type) && positions.hasReached(builder, stored),
    )
    if (readers.length === 0) return
    const event = decode(stored)
    if (event === undefined) return
    const context = eventContextOf(stored)
    if (!filter(event, context)) return
    for (const builder of readers)
      try {
        builder.folder.replay(event, context)
      } catch (error) {
        onFailure(builder, error, stored)
      }
  }
}
