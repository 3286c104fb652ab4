import type { AnyProjection } from '@skein/kernel'
import type { Generation, ReadModelStore } from '../ports/index.js'
import { GenerationBuilder } from './generation-builder.js'
import { RowCache } from './row-cache.js'
import type { CacheOptions } from './row-folder.js'

/** What a follower has in memory of the generations that are live. */
export class LiveBuilders {
  readonly #projections: readonly AnyProjection[]
  readonly #store: ReadModelStore
  readonly #keeping: CacheOptions
  /** By generation. */
  #fillings = new Map<string, GenerationBuilder>()
  #streams = new RowCache()

  constructor(projections: readonly AnyProjection[], store: ReadModelStore, keeping: CacheOptions) {
    this.#projections = projections
    this.#store = store
    this.#keeping = keeping
  }

  get builders(): readonly GenerationBuilder[] {
    return [...this.#fillings.values()]
  }

  /** Takes up the generations that are live now; gives the read models without one. */
  async open(): Promise<readonly AnyProjection[]> {
    const live = await this.#find()
    const fillings = new Map<string, GenerationBuilder>()
    for (const projection of this.#projections) {
      const generation = live.get(projection.name)
      if (generation === undefined) continue
      const known = this.#fillings.get(generation.id)
      if (known !== undefined && known.generation.checkpoint !== generation.checkpoint) known.restartFrom(generation)
      fillings.set(
        generation.id,
        known ?? new GenerationBuilder(projection, generation, this.#store, this.#streams, this.#keeping),
      )
    }
    for (const [id, filling] of this.#fillings) if (!fillings.has(id)) filling.folder.end()
    this.#fillings = fillings
    return this.#projections.filter(({ name }) => !live.has(name))
  }

  /** Whether other generations are live than those that were taken up. */
  async isReplaced(): Promise<boolean> {
    const live = [...(await this.#find()).values()]
    return live.length !== this.#fillings.size || live.some(({ id }) => !this.#fillings.has(id))
  }

  /** Somebody else moved it on: goes on from where they are, unless it was dropped. */
  async reload(filling: GenerationBuilder): Promise<void> {
    if ((await filling.reload()) === 'done') return
    filling.folder.end()
    this.#fillings.delete(filling.generation.id)
  }

  forget(): void {
    this.#fillings.clear()
    this.#streams = new RowCache()
  }

  /** The live generations of this program's versions, by projection. */
  async #find(): Promise<ReadonlyMap<string, Generation>> {
    const live = new Map<string, Generation>()
    const all = await this.#store.generations()
    for (const { name, version } of this.#projections) {
      const generation = all.find((one) => one.projection === name && one.version === version && one.state === 'live')
      if (generation !== undefined) live.set(name, generation)
    }
    return live
  }
}
