import type { AnyProjection } from '@skein/kernel'
import type { Generation, Storage } from '../ports/index.js'
import type { StorageError } from '../ports/storage-error.js'
import type { CacheOptions } from '../projections/cache-limits.js'
import { divergedOf, divergedReadModel } from '../projections/checkpoints.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import { RowCache } from '../projections/row-cache.js'

/** A builder for each live generation of this program's read models that can go on. */
export class LiveBuilders {
  readonly #projections: readonly AnyProjection[]
  readonly #storage: Pick<Storage, 'events' | 'readModels'>
  readonly #options: CacheOptions
  /** By the generation's id. */
  #builders = new Map<string, GenerationBuilder>()
  /** Why generations cannot go on, by their ids. */
  #paused: ReadonlyMap<string, StorageError> = new Map()
  #cache = new RowCache()

  constructor(
    projections: readonly AnyProjection[],
    storage: Pick<Storage, 'events' | 'readModels'>,
    options: CacheOptions,
  ) {
    this.#projections = projections
    this.#storage = storage
    this.#options = options
  }

  get builders(): readonly GenerationBuilder[] {
    return [...this.#builders.values()]
  }

  /** Why live generations cannot go on. */
  get paused(): readonly StorageError[] {
    return [...this.#paused.values()]
  }

  /** Switches to the generations that are live now. Returns the projections that have none. */
  async refresh(): Promise<readonly AnyProjection[]> {
    const { events, readModels } = this.#storage
    const live = await this.#findLive()
    const diverged = await divergedOf(events, [...live.values()])
    this.#paused = new Map(diverged.map((one) => [one.id, divergedReadModel(one.projection, one)]))
    const builders = new Map<string, GenerationBuilder>()
    for (const projection of this.#projections) {
      const generation = live.get(projection.name)
      if (generation === undefined || this.#paused.has(generation.id)) continue
      const known = this.#builders.get(generation.id)
      if (known !== undefined && known.generation.checkpoint !== generation.checkpoint) known.resetTo(generation)
      builders.set(
        generation.id,
        known ?? new GenerationBuilder(projection, generation, readModels, this.#cache, this.#options),
      )
    }
    for (const [id, { folder }] of this.#builders) if (!builders.has(id)) folder.release()
    this.#builders = builders
    return this.#projections.filter(({ name }) => !live.has(name))
  }

  /** Whether other generations are live than at the last refresh. */
  async isOutdated(): Promise<boolean> {
    const live = [...(await this.#findLive()).values()]
    const isKnown = ({ id }: Generation) => this.#builders.has(id) || this.#paused.has(id)
    return live.length !== this.#builders.size + this.#paused.size || !live.every(isKnown)
  }

  /** Continues from what the store holds, after another process advanced the generation or dropped it. */
  async reset(builder: GenerationBuilder): Promise<void> {
    if ((await builder.reset()) === 'done') return
    builder.folder.release()
    this.#builders.delete(builder.generation.id)
  }

  /** Discards all memory; `refresh` starts again from what the store holds. */
  resetAll(): void {
    this.#builders.clear()
    this.#cache = new RowCache()
  }

  /** The live generations of this program's versions, by projection. */
  async #findLive(): Promise<ReadonlyMap<string, Generation>> {
    const live = new Map<string, Generation>()
    const all = await this.#storage.readModels.generations()
    for (const { name, version } of this.#projections) {
      const generation = all.find((one) => one.projection === name && one.version === version && one.state === 'live')
      if (generation !== undefined) live.set(name, generation)
    }
    return live
  }
}
