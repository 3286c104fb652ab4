import type { AnyProjection } from '@skein/kernel'
import type { Generation, HeldLock, Position, Put, ReadModelStore, Space } from '../ports/index.js'
import type { CacheOptions } from './cache-limits.js'
import { RowCache } from './row-cache.js'
import { RowFolder } from './row-folder.js'
import type { LoadByKey } from './stored-entry.js'

/** Some streams whose rows a rebuild has set aside, and the key of the list. */
export interface SetAsideList {
  readonly key: string
  readonly streams: readonly string[]
}

// no stream has such a name
const listPrefix = 'set-aside/'
/** Streams to a list. */
const listLength = 5000

const listOf = (streams: readonly string[], position: Position): readonly Put[] =>
  Array.from({ length: Math.ceil(streams.length / listLength) }, (_, index) => ({
    space: 'row',
    key: `${listPrefix}${position}/${index}`,
    value: JSON.stringify(streams.slice(index * listLength, (index + 1) * listLength)),
  }))

/** Builds one generation: the rows in memory, and how far memory and the store are. */
export class GenerationBuilder {
  readonly projection: AnyProjection
  readonly folder: RowFolder
  /** As the store had it at the last flush or reset. */
  generation: Generation
  /** Every event up to here is applied, in memory. */
  position: Position | undefined
  /** Events applied, in memory. */
  events: number
  /** Shared by the builders that read the log together. */
  readonly cache: RowCache
  /** Held by a rebuild: it writes nothing after another process took the lock over. */
  readonly lock: HeldLock | undefined
  readonly #store: ReadModelStore

  constructor(
    projection: AnyProjection,
    generation: Generation,
    store: ReadModelStore,
    cache = new RowCache(),
    options?: CacheOptions,
    lock?: HeldLock,
  ) {
    this.projection = projection
    this.generation = generation
    this.position = generation.checkpoint
    this.events = generation.events
    this.folder = new RowFolder(projection, generation.checkpoint === undefined, cache, options)
    this.cache = cache
    this.lock = lock
    this.#store = store
  }

  get hasChanges(): boolean {
    return this.folder.hasChanges || this.events !== this.generation.events
  }

  /** See `RowFolder.fetch`. */
  fetchRows(streams: readonly string[]): Promise<readonly string[]> {
    return this.folder.fetch(streams, this.#load('row'))
  }

  /** Whether the store holds all of it. */
  get isFlushed(): boolean {
    const { position, generation } = this
    return position === undefined || (position === generation.checkpoint && !this.hasChanges)
  }

  /**
   * Writes what was applied, and the checkpoint. `stale`: another process advanced the generation; call `reset`.
   *
   * @param hash of the event at the position, if that is known
   */
  async flush(hash?: string): Promise<'done' | 'stale'> {
    const { position, generation } = this
    if (position === undefined || this.isFlushed) return 'done'
    const setAside = this.folder.takeSetAside()
    const { puts, deletes } = await this.folder.flush(this.#load('doc'))
    puts.push(...listOf(setAside, position))
    const outcome = await this.#store.commit(generation.id, {
      from: generation.checkpoint,
      eventsBefore: generation.events,
      to: position,
      ...(hash === undefined ? {} : { hash }),
      events: this.events - generation.events,
      puts,
      deletes,
      ...(this.lock === undefined ? {} : { lock: this.lock }),
    })
    if (outcome === 'stale') return 'stale'
    const { checkpointHash: _, ...rest } = generation
    this.generation = {
      ...rest,
      checkpoint: position,
      ...(hash === undefined ? {} : { checkpointHash: hash }),
      events: this.events,
    }
    this.folder.evict()
    return 'done'
  }

  /** Discards memory and continues from what the store holds. `gone`: the generation was dropped. */
  async reset(): Promise<'done' | 'gone'> {
    const { id, projection } = this.generation
    const stored = (await this.#store.generations(projection)).find((one) => one.id === id)
    if (stored === undefined) return 'gone'
    this.resetTo(stored)
    await this.restoreSetAside()
    return 'done'
  }

  /** Notes the rows that an earlier run set aside. */
  async restoreSetAside(): Promise<void> {
    for await (const { streams } of this.setAside()) this.folder.restoreSetAside(streams)
  }

  /** The lists of streams that are set aside, as the store has them. */
  async *setAside(): AsyncGenerator<SetAsideList> {
    let cursor: string | undefined
    do {
      const page = await this.#store.list(this.generation.id, 'row', {
        prefix: listPrefix,
        limit: 1,
        ...(cursor === undefined ? {} : { cursor }),
      })
      // sound: `listOf` wrote them
      for (const { key, value } of page.items) yield { key, streams: JSON.parse(value) as readonly string[] }
      cursor = page.cursor
    } while (cursor !== undefined)
  }

  /** Discards memory and continues from `stored`, which was just read from the store. */
  resetTo(stored: Generation): void {
    this.generation = stored
    this.position = stored.checkpoint
    this.events = stored.events
    this.folder.reset(stored.checkpoint === undefined)
  }

  #load(space: Space): LoadByKey {
    return (keys) => this.#store.get(this.generation.id, space, keys)
  }
}
