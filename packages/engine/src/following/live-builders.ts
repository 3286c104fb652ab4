import type { AnyProjection } from '@skein/kernel'
import { divergedOf, divergedReadModel } from '../checkpoints/checkpoints.js'
import { type Quarantined, quarantinedBy } from '../checkpoints/quarantine.js'
import type { Finding } from '../integrity/finding.js'
import type { Generation, Storage } from '../ports/index.js'
import { isStorageError, type StorageError } from '../ports/storage-error.js'
import type { CacheOptions } from '../projections/cache-limits.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import { RowCache } from '../projections/row-cache.js'

/** Why a read model stays where it is. */
export type Pause = { readonly readModel: string } & (
  | { readonly diverged: StorageError }
  | { readonly quarantined: Quarantined }
)

/** A builder for each live generation of this program's read models that can go on. */
export class LiveBuilders {
  readonly #projections: readonly AnyProjection[]
  readonly #storage: Pick<Storage, 'events' | 'readModels'>
  readonly #options: CacheOptions
  /** By the generation's id. */
  #builders = new Map<string, GenerationBuilder>()
  /** Those that cannot go on, by their ids. */
  #paused = new Map<string, Pause>()
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

  get paused(): readonly Pause[] {
    return [...this.#paused.values()]
  }

  /** Switches to the generations that are live now. Returns the projections that have none. */
  async refresh(): Promise<readonly AnyProjection[]> {
    for (;;) {
      const live = await this.#findLive()
      try {
        return await this.#switchTo(live)
      } catch (error) {
        // another process has made a new generation live meanwhile, and dropped the old one
        const ids = new Set((await this.#storage.readModels.generations()).map(({ id }) => id))
        if (!isStorageError(error, 'missing') || [...live.values()].every(({ id }) => ids.has(id))) throw error
      }
    }
  }

  async #switchTo(live: ReadonlyMap<string, Generation>): Promise<readonly AnyProjection[]> {
    const diverged = await divergedOf(this.#storage.events, [...live.values()])
    const paused = new Map<string, Pause>()
    for (const one of diverged)
      paused.set(one.id, { readModel: one.projection, diverged: divergedReadModel(one.projection, one) })
    const builders = new Map<string, GenerationBuilder>()
    for (const projection of this.#projections) {
      const generation = live.get(projection.name)
      if (generation === undefined || paused.has(generation.id)) continue
      const builder = await this.#builderOf(projection, generation)
      if (builder instanceof GenerationBuilder) builders.set(generation.id, builder)
      else paused.set(generation.id, { readModel: projection.name, quarantined: builder })
    }
    for (const [id, { folder }] of this.#builders) if (!builders.has(id)) folder.release()
    this.#builders = builders
    this.#paused = paused
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

  /** Leaves a generation where it is, since its projection fails. */
  async pause(builder: GenerationBuilder, finding: Finding): Promise<void> {
    const { projection, generation } = builder
    this.#builders.delete(generation.id)
    this.#paused.set(generation.id, { readModel: projection.name, quarantined: quarantinedBy(finding, true) })
    await builder.pause(finding)
  }

  /** Discards all memory; `refresh` starts again from what the store holds. */
  resetAll(): void {
    this.#builders.clear()
    this.#cache = new RowCache()
  }

  /** A builder that continues the generation; why it must not be continued, if it is paused. */
  async #builderOf(projection: AnyProjection, generation: Generation): Promise<GenerationBuilder | Quarantined> {
    const known = this.#builders.get(generation.id)
    if (known !== undefined && known.generation.checkpoint === generation.checkpoint) return known
    known?.resetTo(generation)
    const builder =
      known ?? new GenerationBuilder(projection, generation, this.#storage.readModels, this.#cache, this.#options)
    const paused = await builder.restoreQuarantine()
    if (paused !== undefined) builder.folder.release()
    return paused ?? builder
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
