import type { AnyProjection } from '@skein/kernel'
import {
  pausedKey,
  type Quarantined,
  quarantinedBy,
  quarantineKey,
  quarantineOf,
  quarantinePut,
} from '../checkpoints/quarantine.js'
import type { Finding } from '../integrity/finding.js'
import type { Generation, HeldLock, Position, Put, ReadModelStore, Space } from '../ports/index.js'
import type { CacheOptions } from './cache-limits.js'
import type { RowFailure } from './cached-rows.js'
import { failedProjection } from './pass-findings.js'
import { type CachedStream, RowCache } from './row-cache.js'
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

/** Roughly the characters that one commit writes: other processes cannot write meanwhile. */
const maxCommitSize = 4_000_000

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
  /** The streams in quarantine. */
  readonly #quarantined = new Set<string>()
  /** What is to be written of them at the next flush. */
  readonly #quarantinePuts = new Map<string, Put>()
  #failures: readonly RowFailure[] = []
  #toRetry: readonly string[] = []
  #hasFailed = false

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

  /** The next commit would be so large that it is time for it. */
  get isCommitFull(): boolean {
    return this.folder.pendingSize >= maxCommitSize
  }

  /** How many streams are in quarantine. */
  get quarantinedStreams(): number {
    return this.#quarantined.size
  }

  /** Whether code of the projection failed for a stream. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** The streams that were in quarantine when the builder began: a rebuild tries them again, once. */
  takeToRetry(): readonly string[] {
    const taken = this.#toRetry.filter((stream) => this.#quarantined.has(stream))
    this.#toRetry = []
    return taken
  }

  isQuarantined(stream: string): boolean {
    return this.#quarantined.has(stream)
  }

  /** Passes over a stream from now on; see `RowFolder.quarantine`. */
  quarantine(stream: CachedStream, finding: Finding, isPublished: boolean): void {
    this.folder.quarantine(stream)
    stream.isSetAside = true
    this.#note(stream.name, finding, isPublished)
  }

  /** A row was folded from all events of its stream, and is put back. */
  release(stream: string): void {
    if (!this.#quarantined.delete(stream)) return
    this.#quarantinePuts.delete(stream)
    this.folder.deleteStored(quarantineKey(stream))
  }

  /** Notes which streams are in quarantine, as the store has it; returns why the read model as a whole is, if it is. */
  async restoreQuarantine(): Promise<Quarantined | undefined> {
    this.#quarantined.clear()
    this.#quarantinePuts.clear()
    const found = await quarantineOf(this.#store, this.generation.id)
    for (const { stream, isWhole } of found) if (stream !== undefined && !isWhole) this.#quarantined.add(stream)
    this.#toRetry = [...this.#quarantined]
    return found.find(({ isWhole }) => isWhole)
  }

  /** The read model as a whole goes on. */
  resume(): void {
    this.folder.deleteStored(pausedKey)
    // so that another process that follows it notices, and reads again what the store holds
    this.events += 1
  }

  /** Discards memory, and notes in the store why the generation stays where it is. */
  async pause(finding: Finding): Promise<void> {
    const { id, checkpoint, checkpointHash: hash, events } = this.generation
    this.folder.release()
    // nobody reads a generation without a checkpoint
    if (checkpoint === undefined) return
    const puts = [quarantinePut(quarantinedBy(finding, true))]
    const at = { from: checkpoint, eventsBefore: events, to: checkpoint, ...(hash === undefined ? {} : { hash }) }
    await this.#store.commit(id, { ...at, events: 0, puts, deletes: [] })
  }

  /** The rows that could not be published at the last flush. */
  takeFailures(): readonly RowFailure[] {
    const taken = this.#failures
    this.#failures = []
    return taken
  }

  #note(stream: string, finding: Finding, isPublished: boolean): void {
    this.#hasFailed ||= finding.kind === 'projection'
    this.#quarantined.add(stream)
    const quarantined = quarantinedBy({ ...finding, stream })
    this.#quarantinePuts.set(stream, quarantinePut(isPublished ? { ...quarantined, isPublished } : quarantined))
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
    this.#failures = this.folder.takeFailures()
    for (const { stream, error } of this.#failures) this.#note(stream, failedProjection(this.projection, error), false)
    puts.push(...this.#quarantinePuts.values())
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
    this.#quarantinePuts.clear()
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
    await this.restoreQuarantine()
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

/** The first list of each builder, of those that were written first. */
export const nextSetAside = async (builders: readonly GenerationBuilder[]) => {
  const first = await Promise.all(
    builders.map(async (builder) => {
      for await (const list of builder.setAside()) return [{ builder, ...list }]
      return []
    }),
  )
  const lists = first.flat()
  const [key] = lists.map((list) => list.key).sort()
  return lists.filter((list) => list.key === key)
}
