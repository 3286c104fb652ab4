import type {
  BeginOptions,
  Commit,
  Generation,
  HeldLock,
  ListOptions,
  ListPage,
  LockHolder,
  Position,
  ReadModelStore,
  Space,
  StandingLock,
} from '@skein/engine'
import type { Database } from '../connection/database.js'
import { Entries } from './entries.js'
import { Generations } from './generations.js'
import { Locks } from './locks.js'

/** Read models in a PostgreSQL database. */
export class PostgresReadModelStore implements ReadModelStore {
  readonly #generations: Generations
  readonly #entries: Entries
  readonly #locks: Locks

  constructor(database: Database) {
    this.#generations = new Generations(database)
    this.#entries = new Entries(database)
    this.#locks = new Locks(database)
  }

  async generations(projection?: string): Promise<readonly Generation[]> {
    return this.#generations.all(projection)
  }

  async begin(projection: string, version: number, options: BeginOptions = {}): Promise<Generation> {
    const generation = await this.#generations.begin(projection, version, options)
    if (options.restart) await this.#entries.deleteOrphans()
    return generation
  }

  async commit(generation: string, commit: Commit): Promise<'done' | 'stale'> {
    return this.#entries.commit(generation, commit)
  }

  async promote(
    generation: string,
    comparePositions: (a: Position, b: Position) => number,
    lock?: HeldLock,
  ): Promise<'done' | 'behind' | 'stale'> {
    return this.#generations.promote(generation, comparePositions, lock)
  }

  async drop(generation: string): Promise<void> {
    await this.#generations.remove(generation)
    await this.#entries.deleteOrphans()
  }

  async get(generation: string, space: Space, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#entries.get(generation, space, keys)
  }

  async list(generation: string, space: Space, options: ListOptions = {}): Promise<ListPage> {
    return this.#entries.list(generation, space, options)
  }

  async count(generation: string, space: Space): Promise<number> {
    return this.#entries.count(generation, space)
  }

  async lock(name: string, holder: LockHolder) {
    return this.#locks.take(name, holder)
  }

  async unlock(name: string, holder: string): Promise<void> {
    return this.#locks.release(name, holder)
  }

  async locks(): Promise<readonly StandingLock[]> {
    return this.#locks.all()
  }
}
