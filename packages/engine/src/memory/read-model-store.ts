import { randomUUID } from 'node:crypto'
import type {
  BeginOptions,
  Commit,
  Generation,
  ListOptions,
  LockHolder,
  Position,
  ReadModelStore,
  Space,
} from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import type { CloseGuard } from './close-guard.js'
import { SortedMap } from './sorted-map.js'

type StoredGeneration = { generation: Generation; readonly spaces: Readonly<Record<Space, SortedMap>> }

/** Read models in memory. */
export class MemoryReadModelStore implements ReadModelStore {
  readonly #stored = new Map<string, StoredGeneration>()
  readonly #locks = new Map<string, { readonly by: string; readonly until: number }>()
  readonly #guard: CloseGuard

  constructor(guard: CloseGuard) {
    this.#guard = guard
  }

  async generations(projection?: string) {
    return this.#generations(projection)
  }

  #generations(projection?: string): readonly Generation[] {
    this.#guard.assertOpen()
    const all = [...this.#stored.values()].map(({ generation }) => generation)
    return projection === undefined ? all : all.filter((generation) => generation.projection === projection)
  }

  async begin(projection: string, version: number, { into, bounds = '', restart = false }: BeginOptions = {}) {
    // without an await, so two concurrent calls return the same generation
    const unfinished = this.#generations(projection).find(
      (other) =>
        other.version === version &&
        other.bounds === bounds &&
        (into === undefined ? other.state === 'building' : other.state === 'named' && other.into === into),
    )
    if (unfinished !== undefined && !restart) return unfinished
    if (unfinished !== undefined) this.#stored.delete(unfinished.id)
    const startedAt = new Date().toISOString()
    const generation: Generation = {
      id: randomUUID(),
      projection,
      version,
      state: into === undefined ? 'building' : 'named',
      ...(into === undefined ? {} : { into }),
      bounds,
      events: 0,
      startedAt,
      updatedAt: startedAt,
    }
    this.#stored.set(generation.id, { generation, spaces: { row: new SortedMap(), doc: new SortedMap() } })
    return generation
  }

  async commit(id: string, { from, to, events, puts, deletes }: Commit): Promise<'done' | 'stale'> {
    const stored = this.#find(id)
    const { generation, spaces } = stored
    if (generation.checkpoint !== from) return 'stale'
    for (const { space, key } of deletes) spaces[space].delete(key)
    for (const { space, key, value } of puts) spaces[space].put(key, value)
    stored.generation = {
      ...generation,
      checkpoint: to,
      events: generation.events + events,
      updatedAt: new Date().toISOString(),
    }
    return 'done'
  }

  async promote(id: string, comparePositions: (a: Position, b: Position) => number): Promise<'done' | 'behind'> {
    const stored = this.#find(id)
    const { generation } = stored
    if (generation.state === 'live') return 'done'
    if (generation.state !== 'building')
      throw new StorageError('failed', {
        en: `Generation ${id} is ${generation.state}; only a building generation can be promoted.`,
        zh: `读模型代次 ${id} 的状态为 ${generation.state};只有正在建立(building)的代次才能启用。`,
      })
    const live = [...this.#stored.values()].find(
      ({ generation: { projection, version, state } }) =>
        projection === generation.projection && version === generation.version && state === 'live',
    )
    if (live !== undefined && isBehind(generation.checkpoint, live.generation.checkpoint, comparePositions))
      return 'behind'
    const updatedAt = new Date().toISOString()
    if (live !== undefined) live.generation = { ...live.generation, state: 'retired', updatedAt }
    stored.generation = { ...generation, state: 'live', updatedAt }
    return 'done'
  }

  async drop(id: string) {
    this.#guard.assertOpen()
    this.#stored.delete(id)
  }

  async get(id: string, space: Space, keys: readonly string[]) {
    return this.#find(id).spaces[space].get(keys)
  }

  async list(id: string, space: Space, options: ListOptions = {}) {
    return this.#find(id).spaces[space].list(options)
  }

  async count(id: string, space: Space) {
    return this.#find(id).spaces[space].size
  }

  async lock(name: string, { name: by, ttl }: LockHolder) {
    this.#guard.assertOpen()
    const current = this.#locks.get(name)
    const now = Date.now()
    if (current !== undefined && current.by !== by && current.until > now)
      return { held: false, by: current.by } as const
    this.#locks.set(name, { by, until: now + ttl })
    return { held: true } as const
  }

  async unlock(name: string, holder: string) {
    this.#guard.assertOpen()
    if (this.#locks.get(name)?.by === holder) this.#locks.delete(name)
  }

  #find(id: string): StoredGeneration {
    this.#guard.assertOpen()
    const stored = this.#stored.get(id)
    if (stored === undefined)
      throw new StorageError('missing', {
        en: `There is no generation ${id}; it may have been dropped.`,
        zh: `没有读模型代次 ${id};可能已被清除。`,
      })
    return stored
  }
}

const isBehind = (
  checkpoint: Position | undefined,
  live: Position | undefined,
  comparePositions: (a: Position, b: Position) => number,
): boolean => live !== undefined && (checkpoint === undefined || comparePositions(checkpoint, live) < 0)
