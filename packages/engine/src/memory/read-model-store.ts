import type {
  BeginOptions,
  Commit,
  Environment,
  Generation,
  HeldLock,
  ListOptions,
  LockHolder,
  Position,
  ReadModelStore,
  Space,
  StandingLock,
} from '../ports/index.js'
import { randomText } from '../primitives/random-text.js'
import type { CloseGuard } from '../storage/close-guard.js'
import { missingGeneration, promotionOf } from '../storage/generations.js'
import { SortedMap } from './sorted-map.js'

interface Stored {
  generation: Generation
  readonly spaces: Readonly<Record<Space, SortedMap>>
}

/** Read models in memory. */
export class MemoryReadModelStore implements ReadModelStore {
  readonly #stored = new Map<string, Stored>()
  readonly #locks = new Map<string, { readonly by: string; readonly since: string; readonly until: number }>()
  readonly #closeGuard: CloseGuard
  readonly #environment: Environment

  constructor(closeGuard: CloseGuard, environment: Environment) {
    this.#closeGuard = closeGuard
    this.#environment = environment
  }

  async generations(projection?: string) {
    return this.#generations(projection)
  }

  #generations(projection?: string): readonly Generation[] {
    this.#closeGuard.assertOpen()
    const all = [...this.#stored.values()].map(({ generation }) => generation)
    return projection === undefined ? all : all.filter((generation) => generation.projection === projection)
  }

  async begin(projection: string, version: number, { into, bounds = '', restart = false }: BeginOptions = {}) {
    // without await, so that concurrent callers get the same generation
    const unfinished = this.#generations(projection).find(
      (generation) =>
        generation.version === version &&
        generation.bounds === bounds &&
        (into === undefined
          ? generation.state === 'building'
          : generation.state === 'named' && generation.into === into),
    )
    if (unfinished !== undefined && !restart) return unfinished
    if (unfinished !== undefined) this.#stored.delete(unfinished.id)
    const startedAt = this.#environment.date().toISOString()
    const generation: Generation = {
      id: randomText(this.#environment, 16, 'hex'),
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

  async commit(
    id: string,
    { from, eventsBefore, to, hash, events, puts, deletes, lock }: Commit,
  ): Promise<'done' | 'stale'> {
    const stored = this.#find(id)
    const { generation, spaces } = stored
    if (!this.#isHeld(lock)) return 'stale'
    if (generation.checkpoint !== from || (eventsBefore ?? generation.events) !== generation.events) return 'stale'
    for (const { space, key } of deletes) spaces[space].delete(key)
    for (const { space, key, value } of puts) spaces[space].put(key, value)
    const { checkpointHash: _, ...rest } = generation
    stored.generation = {
      ...rest,
      checkpoint: to,
      ...(hash === undefined ? {} : { checkpointHash: hash }),
      events: generation.events + events,
      updatedAt: this.#environment.date().toISOString(),
    }
    return 'done'
  }

  async promote(
    id: string,
    comparePositions: (a: Position, b: Position) => number,
    lock?: HeldLock,
  ): Promise<'done' | 'behind' | 'stale'> {
    const stored = this.#find(id)
    if (!this.#isHeld(lock)) return 'stale'
    const { generation } = stored
    const live = [...this.#stored.values()].find(
      ({ generation: { projection, version, state } }) =>
        projection === generation.projection && version === generation.version && state === 'live',
    )
    const promotion = promotionOf(generation, live?.generation, comparePositions)
    if (promotion !== 'promote') return promotion
    const updatedAt = this.#environment.date().toISOString()
    if (live !== undefined) live.generation = { ...live.generation, state: 'retired', updatedAt }
    stored.generation = { ...generation, state: 'live', updatedAt }
    return 'done'
  }

  async drop(id: string) {
    this.#closeGuard.assertOpen()
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
    this.#closeGuard.assertOpen()
    const current = this.#locks.get(name)
    const now = this.#environment.now()
    if (current !== undefined && current.by !== by && current.until > now)
      return { held: false, by: current.by } as const
    const since = current?.by === by ? current.since : this.#environment.date().toISOString()
    this.#locks.set(name, { by, since, until: now + ttl })
    return { held: true } as const
  }

  async unlock(name: string, holder: string) {
    this.#closeGuard.assertOpen()
    if (this.#locks.get(name)?.by === holder) this.#locks.delete(name)
  }

  async locks(): Promise<readonly StandingLock[]> {
    this.#closeGuard.assertOpen()
    const now = this.#environment.now()
    return [...this.#locks]
      .map(([name, { by, since, until }]) => ({ name, holder: by, since, leftMs: Math.max(0, until - now) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  #isHeld(lock: HeldLock | undefined): boolean {
    return lock === undefined || this.#locks.get(lock.name)?.by === lock.holder
  }

  #find(id: string): Stored {
    this.#closeGuard.assertOpen()
    const stored = this.#stored.get(id)
    if (stored === undefined) throw missingGeneration(id)
    return stored
  }
}
