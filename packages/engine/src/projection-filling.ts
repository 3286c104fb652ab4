import type { AnyProjection } from '@skein/kernel'
import type { Generation, Position, ReadModelStore, Space } from './ports.js'
import { Folding, type Keeping } from './projection-fold.js'
import type { Load } from './projection-groups.js'
import { Streams } from './projection-streams.js'

/** One generation while it is filled: what is folded in memory, and how far the store has it. */
export class Filling {
  readonly projection: AnyProjection
  readonly folding: Folding
  /** As the store last had it. */
  generation: Generation
  /** Everything up to here is folded in, in memory. */
  position: Position | undefined
  /** Events folded in, in memory. */
  events: number
  /** Shared by those that are filled together. */
  readonly streams: Streams
  readonly #store: ReadModelStore

  constructor(
    projection: AnyProjection,
    generation: Generation,
    store: ReadModelStore,
    streams = new Streams(),
    keeping?: Keeping,
  ) {
    this.projection = projection
    this.generation = generation
    this.position = generation.checkpoint
    this.events = generation.events
    this.folding = new Folding(projection, generation.checkpoint === undefined, streams, keeping)
    this.streams = streams
    this.#store = store
  }

  get isDirty(): boolean {
    return this.folding.isTouched || this.events !== this.generation.events
  }

  /** See `Folding.fetch`. */
  fetchRows(streams: readonly string[]): Promise<readonly string[]> {
    return this.folding.fetch(streams, this.#load('row'))
  }

  /** Writes what is folded, as of `position`. `stale`: somebody else moved the generation on, and `reload` is due. */
  async commit(): Promise<'done' | 'stale'> {
    const { position, generation } = this
    if (position === undefined || position === generation.checkpoint) return 'done'
    const { puts, deletes } = await this.folding.settle(this.#load('doc'))
    const outcome = await this.#store.commit(generation.id, {
      from: generation.checkpoint,
      to: position,
      events: this.events - generation.events,
      puts,
      deletes,
    })
    if (outcome === 'stale') return 'stale'
    this.generation = { ...generation, checkpoint: position, events: this.events }
    this.folding.evict()
    return 'done'
  }

  /** Starts again from what the store holds. `gone`: somebody dropped the generation. */
  async reload(): Promise<'done' | 'gone'> {
    const { id, projection } = this.generation
    const stored = (await this.#store.generations(projection)).find((one) => one.id === id)
    if (stored === undefined) return 'gone'
    this.restartFrom(stored)
    return 'done'
  }

  restartFrom(stored: Generation): void {
    this.generation = stored
    this.position = stored.checkpoint
    this.events = stored.events
    this.folding.reset(stored.checkpoint === undefined)
  }

  #load(space: Space): Load {
    return (keys) => this.#store.get(this.generation.id, space, keys)
  }
}
