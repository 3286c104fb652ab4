import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from './file.js'

/** Event types are stored as small numbers. */
export class Types {
  readonly #file: SqliteFile
  /** As transactions see them, of which some may yet be rolled back. */
  readonly #ids = new Map<string, number>()
  /** As everybody sees them, for good. */
  readonly #committed = new Map<string, number>()
  readonly #names: string[] = []
  readonly #find: Statement<[string], number>
  readonly #add: Statement<[string], number>
  readonly #all: Statement<[], [number, string]>
  readonly #last: Statement<[], number | null>
  /** The greatest number among `#committed`: numbers are given in ascending order, and none is given up. */
  #lastCommitted = 0
  #rollbacks = 0

  constructor(file: SqliteFile) {
    const { database } = file
    this.#file = file
    this.#find = database.prepare<[string], number>('SELECT id FROM types WHERE name = ?').pluck()
    this.#add = database.prepare<[string], number>('INSERT INTO types (name) VALUES (?) RETURNING id').pluck()
    this.#all = database.prepare<[], [number, string]>('SELECT id, name FROM types').raw()
    this.#last = database.prepare<[], number | null>('SELECT max(id) FROM types').pluck()
  }

  /** Inside a transaction. A number given in one that was rolled back may later mean another type. */
  idOf(name: string): number {
    if (this.#rollbacks !== this.#file.rollbacks) {
      this.#ids.clear()
      this.#rollbacks = this.#file.rollbacks
    }
    const known = this.#ids.get(name) ?? this.#find.get(name) ?? this.#add.get(name)
    if (known === undefined) throw new Error('an insert with RETURNING gives a row')
    this.#ids.set(name, known)
    return known
  }

  /** The numbers of those that were ever written, as a JSON list. Outside of transactions. */
  idsOf(names: readonly string[]): string {
    // most programs know types that were never written: one small statement tells whether any was added since
    if (!names.every((name) => this.#committed.has(name))) this.#loadCommitted()
    return JSON.stringify(names.flatMap((name) => this.#committed.get(name) ?? []))
  }

  #loadCommitted(): void {
    const last = this.#last.get() ?? 0
    if (last === this.#lastCommitted) return
    for (const [id, name] of this.#all.all()) this.#committed.set(name, id)
    this.#lastCommitted = last
  }

  /** Outside of transactions. */
  nameOf(id: number): string {
    const known = this.#names[id]
    if (known !== undefined) return known
    for (const [each, name] of this.#all.all()) this.#names[each] = name
    const name = this.#names[id]
    if (name === undefined) throw new Error(`there is no event type ${id}`)
    return name
  }
}
