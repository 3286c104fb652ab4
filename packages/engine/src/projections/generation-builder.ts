import type { AnyProjection } from '@skein/kernel'
import type { Generation, Position, ReadModelStore, Space } from '../ports/index.js'
import type { Load } from './entry-deltas.js'
import { RowCache } from './row-cache.js'
import { type CacheOptions, RowFolder } from './row-folder.js'

/** One generation while it is filled: what is folded in memory, and how far the store has it. */
export class GenerationBuilder {
  readonly projection: AnyProjection
  readonly folder: RowFolder
  /** As the store last had it. */
  generation: Generation
  /** Everything up to here is folded in, in memory. */
  position: Position | undefined
  /** Events folded in, in memory. */
  events: number
  /** Shared by those that are filled together. */
  readonly streams: RowCache
  readonly #store: ReadModelStore

  constructor(
    projection: AnyProjection,
    generation: Generation,
    store: ReadModelStore,
    streams = new RowCache(),
    keeping?: CacheOptions,
  ) {
    this.projection = projection
    this.generation = generation
    this.position = generation.checkpoint
    this.events = generation.events
    this.folder = new RowFolder(projection, generation.checkpoint === undefined, streams, keeping)
    this.streams = streams
    this.#store = store
  }

  get isDirty(): boolean {
    return this.folder.isTouched || this.events !== this.generation.events
  }

  /** See `Folding.fetch`. */
  fetchRows(streams: readonly string[]): Promise<readonly string[]> {
    return this.folder.fetch(streams, this.#load('row'))
  }

  /** Writes what is folded, as of `position`. `stale`: somebody else moved the generation on, and `reload` is due. */
  async commit(): Promise<'done' | 'stale'> {
    const { position, generation } = this
    if (position === undefined || position === generation.checkpoint) return 'done'
    const { puts, deletes } = await this.folder.flush(this.#load('doc'))
    const outcome = await this.#store.commit(generation.id, {
      from: generation.checkpoint,
      to: position,
      events: this.events - generation.events,
      puts,
      deletes,
    })
    if (outcome === 'stale') return 'stale'
    this.generation = { ...generation, checkpoint: position, events: this.events }
    this.folder.evict()
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
    this.folder.reset(stored.checkpoint === undefined)
  }

  #load(space: Space): Load {
    return (keys) => this.#store.get(this.generation.id, space, keys)
  }
}
