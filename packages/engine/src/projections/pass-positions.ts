import type { EventStore, Position, StoredEvent } from '../ports/index.js'
import type { GenerationBuilder } from './generation-builder.js'

/** How far each builder of a pass is, compared with the events that the pass reads. */
export class PassPositions {
  readonly #events: Pick<EventStore, 'comparePositions'>
  /** Builders that may already have applied the events that come next. */
  readonly #ahead = new Set<GenerationBuilder>()

  constructor(events: Pick<EventStore, 'comparePositions'>) {
    this.#events = events
  }

  get isAnyAhead(): boolean {
    return this.#ahead.size > 0
  }

  /** Call before the pass reads events again. */
  rewind(builders: readonly GenerationBuilder[]): void {
    for (const builder of builders) if (builder.position !== undefined) this.#ahead.add(builder)
  }

  /** Call with the first event of every batch. */
  startBatch(first: StoredEvent): void {
    for (const builder of this.#ahead) if (!this.hasReached(builder, first)) this.#ahead.delete(builder)
  }

  /** Marks every event up to `to` as seen. */
  advance(builders: readonly GenerationBuilder[], to: Position): void {
    for (const builder of builders)
      if (!this.#ahead.has(builder) || this.#isBefore(builder.position, to)) builder.position = to
  }

  /** Whether a builder that the pass rewound has applied this event before. */
  isApplied(builder: GenerationBuilder, event: StoredEvent): boolean {
    return this.#ahead.has(builder) && this.hasReached(builder, event)
  }

  /** Whether the builder's position is at or behind this event. */
  hasReached(builder: GenerationBuilder, { position }: StoredEvent): boolean {
    return !this.#isBefore(builder.position, position)
  }

  /** Where to continue reading: the lowest position of all; `undefined` for the beginning. */
  lowest([first, ...others]: readonly GenerationBuilder[]): Position | undefined {
    return others.reduce((lowest, { position }) => this.#lower(lowest, position), first?.position)
  }

  exclude(builder: GenerationBuilder): void {
    this.#ahead.delete(builder)
  }

  #isBefore(a: Position | undefined, b: Position): boolean {
    return a === undefined || this.#events.comparePositions(a, b) < 0
  }

  #lower(a: Position | undefined, b: Position | undefined): Position | undefined {
    if (a === undefined || b === undefined) return undefined
    return this.#events.comparePositions(a, b) < 0 ? a : b
  }
}
