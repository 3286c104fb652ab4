import type { AnyProjection } from '@skein/kernel'
import type { Generation, ReadModelStore } from '../ports/index.js'
import type { CacheOptions } from '../projections/cache-limits.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import { RowCache } from '../projections/row-cache.js'

/** A builder for each live generation of this program's read models. */
export class LiveBuilders {
  readonly #projections: readonly AnyProjection[]
  readonly #store: ReadModelStore
  readonly #options: CacheOptions
  /** By the generation's id. */
  #builders = new Map<string, GenerationBuilder>()
  #cache = new RowCache()

  constructor(projections: readonly AnyProjection[], store: ReadModelStore, options: CacheOptions) {
    this.#projections = projections
    this.#store = store
    this.#options = options
  }

  get builders(): readonly GenerationBuilder[] {
    return [...this.#builders.values()]
  }

  /** Switches to the generations that are live now. Returns the projections that have none. */
  async refresh(): Promise<readonly AnyProjection[]> {
    const live = await this.#findLive()
    const builders = new Map<string, GenerationBuilder>()
    for (const projection of this.#projections) {
      const generation = live.get(projection.name)
      if (generation === undefined) continue
      const known = this.#builders.get(generation.id)
      if (known !== undefined && known.generation.checkpoint !== generation.checkpoint) known.resetTo(generation)
      builders.set(
        generation.id,
        known ?? new GenerationBuilder(projection, generation, this.#store, this.#cache, this.#options),
      )
    }
    for (const [id, { folder }] of this.#builders) if (!builders.has(id)) folder.release()
    this.#builders = builders
    return this.#projections.filter(({ name }) => !live.has(name))
  }

  /** Whether other generations are live than at the last refresh. */
  async isOutdated(): Promise<boolean> {
    const live = [...(await this.#findLive()).values()]
    return live.length !== this.#builders.size || live.some(({ id }) => !this.#builders.has(id))
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
    const all = await this.#store.generations()
    for (const { name, version } of this.#projections) {
      const generation = all.find((one) => one.projection === name && one.version === version && one.state === 'live')
      if (generation !== undefined) live.set(name, generation)
    }
    return live
  }
}
