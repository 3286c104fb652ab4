import {
  type BeginOptions,
  type Commit,
  type Generation,
  type ListOptions,
  type LockHolder,
  type Position,
  type ReadModelStore,
  type Space,
  StorageError,
} from '@skein/engine'
import { Entries } from './entries.js'
import type { SqliteFile } from './file.js'
import { Generations } from './generations.js'
import { Locks } from './locks.js'

/** Entries of a dropped generation that go in one transaction: others get their turn in between. */
const sweepAtOnce = 10_000

/** Read models in a SQLite file. */
export class SqliteReadModels implements ReadModelStore {
  readonly #file: SqliteFile
  readonly #generations: Generations
  readonly #entries: Entries
  readonly #locks: Locks

  constructor(file: SqliteFile) {
    this.#file = file
    this.#generations = new Generations(file.database)
    this.#entries = new Entries(file.database)
    this.#locks = new Locks(file.database)
  }

  generations(projection?: string): Promise<readonly Generation[]> {
    return this.#file.read(() => this.#generations.all(projection))
  }

  async begin(projection: string, version: number, options: BeginOptions = {}): Promise<Generation> {
    const generation = await this.#file.write(() => this.#generations.begin(projection, version, options, now()))
    if (options.restart) await this.#sweep()
    return generation
  }

  commit(generation: string, { from, to, events, puts, deletes }: Commit): Promise<'done' | 'stale'> {
    return this.#file.write(() => {
      const id = this.#existing(generation)
      if (!this.#generations.advance(id, { from, to, events, at: now() })) return 'stale'
      this.#entries.delete(id, deletes)
      this.#entries.put(id, puts)
      return 'done'
    })
  }

  promote(generation: string, compare: (a: Position, b: Position) => number): Promise<'done' | 'behind'> {
    return this.#file.write(() => this.#generations.promote(this.#existing(generation), compare, now()))
  }

  async drop(generation: string): Promise<void> {
    await this.#file.write(() => this.#generations.remove(generation))
    await this.#sweep()
  }

  get(generation: string, space: Space, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#file.read(() => this.#entries.get(this.#existing(generation), space, keys))
  }

  list(generation: string, space: Space, options: ListOptions = {}) {
    return this.#file.read(() => this.#entries.list(this.#existing(generation), space, options))
  }

  count(generation: string, space: Space): Promise<number> {
    return this.#file.read(() => this.#entries.count(this.#existing(generation), space))
  }

  lock(name: string, holder: LockHolder) {
    return this.#file.write(() => this.#locks.take(name, holder, Date.now()))
  }

  unlock(name: string, holder: string): Promise<void> {
    return this.#file.write(() => this.#locks.release(name, holder))
  }

  #existing(generation: string): number {
    const id = this.#generations.rowId(generation)
    if (id === undefined)
      throw new StorageError('missing', `There is no generation ${generation}; it may have been dropped.`)
    return id
  }

  /** Deletes what belongs to no generation, also what an earlier, killed sweep left behind. */
  async #sweep(): Promise<void> {
    while (await this.#file.write(() => this.#entries.sweep(sweepAtOnce)));
  }
}

const now = (): string => new Date().toISOString()
