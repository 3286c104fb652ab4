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

type Kept = { generation: Generation; readonly shelves: Readonly<Record<Space, SortedMap>> }

/** Read models in memory. */
export class MemoryReadModels implements ReadModelStore {
  readonly #kept = new Map<string, Kept>()
  readonly #locks = new Map<string, { readonly by: string; readonly until: number }>()
  readonly #door: CloseGuard

  constructor(door: CloseGuard) {
    this.#door = door
  }

  async generations(projection?: string) {
    return this.#generations(projection)
  }

  #generations(projection?: string): readonly Generation[] {
    this.#door.assertOpen()
    const all = [...this.#kept.values()].map(({ generation }) => generation)
    return projection === undefined ? all : all.filter((generation) => generation.projection === projection)
  }

  async begin(projection: string, version: number, { into, bounds = '', restart = false }: BeginOptions = {}) {
    // no await from here on: two who begin at once find the same one
    const unfinished = this.#generations(projection).find(
      (known) =>
        known.version === version &&
        known.bounds === bounds &&
        (into === undefined ? known.state === 'building' : known.state === 'named' && known.into === into),
    )
    if (unfinished !== undefined && !restart) return unfinished
    if (unfinished !== undefined) this.#kept.delete(unfinished.id)
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
    this.#kept.set(generation.id, { generation, shelves: { row: new SortedMap(), doc: new SortedMap() } })
    return generation
  }

  async commit(id: string, { from, to, events, puts, deletes }: Commit): Promise<'done' | 'stale'> {
    const kept = this.#find(id)
    const { generation, shelves } = kept
    if (generation.checkpoint !== from) return 'stale'
    for (const { space, key } of deletes) shelves[space].delete(key)
    for (const { space, key, value } of puts) shelves[space].put(key, value)
    kept.generation = {
      ...generation,
      checkpoint: to,
      events: generation.events + events,
      updatedAt: new Date().toISOString(),
    }
    return 'done'
  }

  async promote(id: string, comparePositions: (a: Position, b: Position) => number): Promise<'done' | 'behind'> {
    const kept = this.#find(id)
    const { generation } = kept
    if (generation.state === 'live') return 'done'
    if (generation.state !== 'building')
      throw new StorageError('failed', `Only a building generation is promoted; ${id} is ${generation.state}.`)
    const live = [...this.#kept.values()].find(
      ({ generation: { projection, version, state } }) =>
        projection === generation.projection && version === generation.version && state === 'live',
    )
    if (live !== undefined && isBehind(generation.checkpoint, live.generation.checkpoint, comparePositions))
      return 'behind'
    const updatedAt = new Date().toISOString()
    if (live !== undefined) live.generation = { ...live.generation, state: 'retired', updatedAt }
    kept.generation = { ...generation, state: 'live', updatedAt }
    return 'done'
  }

  async drop(id: string) {
    this.#door.assertOpen()
    this.#kept.delete(id)
  }

  async get(id: string, space: Space, keys: readonly string[]) {
    return this.#find(id).shelves[space].get(keys)
  }

  async list(id: string, space: Space, options: ListOptions = {}) {
    return this.#find(id).shelves[space].list(options)
  }

  async count(id: string, space: Space) {
    return this.#find(id).shelves[space].size
  }

  async lock(name: string, { name: by, ttl }: LockHolder) {
    this.#door.assertOpen()
    const standing = this.#locks.get(name)
    const now = Date.now()
    if (standing !== undefined && standing.by !== by && standing.until > now)
      return { held: false, by: standing.by } as const
    this.#locks.set(name, { by, until: now + ttl })
    return { held: true } as const
  }

  async unlock(name: string, holder: string) {
    this.#door.assertOpen()
    if (this.#locks.get(name)?.by === holder) this.#locks.delete(name)
  }

  #find(id: string): Kept {
    this.#door.assertOpen()
    const kept = this.#kept.get(id)
    if (kept === undefined) throw new StorageError('missing', `There is no generation ${id}; it may have been dropped.`)
    return kept
  }
}

const isBehind = (
  checkpoint: Position | undefined,
  live: Position | undefined,
  comparePositions: (a: Position, b: Position) => number,
): boolean => live !== undefined && (checkpoint === undefined || comparePositions(checkpoint, live) < 0)
