import type {
  BeginOptions,
  Commit,
  Generation,
  HeldLock,
  ListOptions,
  LockHolder,
  Position,
  ReadModelStore,
  Space,
} from '@skein/engine'
import { isStorageError } from '@skein/engine'
import type { SqliteFile } from '../connection/sqlite-file.js'
import { Entries } from './entries.js'
import { Generations } from './generations.js'
import { Locks } from './locks.js'

/** Entries of a dropped generation that one transaction deletes, so that other writers need not wait for all of them. */
const deletesPerTransaction = 10_000
/** Roughly the characters that are written for an entry besides its own, and for one that is deleted. */
const sizePerEntry = 100
const sizePerDelete = 400

/** Read models in a SQLite file. */
export class SqliteReadModelStore implements ReadModelStore {
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
    if (options.restart) await this.#deleteOrphans()
    return generation
  }

  commit(generation: string, commit: Commit): Promise<'done' | 'stale'> {
    return this.#file.write(() => {
      const id = this.#generations.rowIdOf(generation)
      if (!this.#locks.isHeld(commit.lock)) return 'stale'
      if (!this.#generations.advance(id, commit, now())) return 'stale'
      this.#entries.delete(id, commit.deletes)
      this.#entries.put(id, commit.puts)
      return 'done'
    }, sizeOf(commit))
  }

  promote(
    generation: string,
    comparePositions: (a: Position, b: Position) => number,
    lock?: HeldLock,
  ): Promise<'done' | 'behind' | 'stale'> {
    return this.#file.write(() =>
      this.#locks.isHeld(lock) ? this.#generations.promote(generation, comparePositions, now()) : 'stale',
    )
  }

  async drop(generation: string): Promise<void> {
    // together with its first entries: where there is no room to delete any, it is not dropped
    await this.#withLittleRoom((limit) =>
      this.#file.write(() => {
        this.#generations.remove(generation)
        return this.#entries.deleteOrphans(limit)
      }),
    )
  }

  get(generation: string, space: Space, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#file.read(() => this.#entries.get(this.#generations.rowIdOf(generation), space, keys))
  }

  list(generation: string, space: Space, options: ListOptions = {}) {
    return this.#file.read(() => this.#entries.list(this.#generations.rowIdOf(generation), space, options))
  }

  count(generation: string, space: Space): Promise<number> {
    return this.#file.read(() => this.#entries.count(this.#generations.rowIdOf(generation), space))
  }

  lock(name: string, holder: LockHolder) {
    return this.#file.write(() => this.#locks.take(name, holder, Date.now()))
  }

  unlock(name: string, holder: string): Promise<void> {
    return this.#file.write(() => this.#locks.release(name, holder))
  }

  locks() {
    return this.#file.read(() => this.#locks.all(Date.now()))
  }

  /** Deletes entries whose generation no longer exists, including those that a killed process left behind. */
  async #deleteOrphans(): Promise<void> {
    await this.#withLittleRoom((limit) =>
      this.#file.write(() => this.#entries.deleteOrphans(limit), limit * sizePerDelete),
    )
  }

  /**
   * Repeats a transaction that frees space while it returns true. Even that needs room, for what it writes to the write-ahead
   * log: where there is none, empties the log, and then deletes less at a time.
   */
  async #withLittleRoom(deleteSome: (limit: number) => Promise<boolean>): Promise<void> {
    let limit = deletesPerTransaction
    let isEmptied = false
    for (;;)
      try {
        if (!(await deleteSome(limit))) return
        isEmptied = false
      } catch (error) {
        if (!isStorageError(error, 'full') || (isEmptied && limit === 1)) throw error
        if (isEmptied) limit = Math.ceil(limit / 10)
        this.#file.emptyLog()
        isEmptied = true
      }
  }
}

const sizeOf = ({ puts, deletes }: Commit): number =>
  puts.reduce((sum, { key, value }) => sum + key.length + value.length + sizePerEntry, deletes.length * sizePerEntry)

const now = (): string => new Date().toISOString()
