import type { Statement } from 'better-sqlite3'
import type { SqliteFile } from '../connection/sqlite-file.js'

/** The numbers under which event types are stored. */
export class EventTypes {
  readonly #file: SqliteFile
  /** As transactions see them; some of these may be rolled back. */
  readonly #ids = new Map<string, number>()
  /** Committed, so they never change. */
  readonly #committedIds = new Map<string, number>()
  readonly #names: string[] = []
  readonly #find: Statement<[string], number>
  readonly #insert: Statement<[string], number>
  readonly #all: Statement<[], [number, string]>
  readonly #last: Statement<[], number | null>
  /** The greatest number in `#committedIds`: numbers ascend, and none is given up. */
  #lastCommitted = 0
  #rollbacks = 0

  constructor(file: SqliteFile) {
    const { database } = file
    this.#file = file
    this.#find = database.prepare<[string], number>('SELECT id FROM types WHERE name = ?').pluck()
    this.#insert = database.prepare<[string], number>('INSERT INTO types (name) VALUES (?) RETURNING id').pluck()
    this.#all = database.prepare<[], [number, string]>('SELECT id, name FROM types').raw()
    this.#last = database.prepare<[], number | null>('SELECT max(id) FROM types').pluck()
  }

  /** Inside a transaction only. A number from a transaction that was rolled back may later belong to another type. */
  idOf(name: string): number {
    if (this.#rollbacks !== this.#file.rollbacks) {
      this.#ids.clear()
      this.#rollbacks = this.#file.rollbacks
    }
    const id = this.#ids.get(name) ?? this.#find.get(name) ?? this.#insert.get(name)
    if (id === undefined) throw new Error('an insert with RETURNING gives a row')
    this.#ids.set(name, id)
    return id
  }

  /** The numbers of those types that were ever stored, as a JSON list. Outside of transactions only. */
  idsOf(names: readonly string[]): string {
    // most programs know types that were never stored: one small statement shows whether any was added since
    if (!names.every((name) => this.#committedIds.has(name))) this.#loadCommitted()
    return JSON.stringify(names.flatMap((name) => this.#committedIds.get(name) ?? []))
  }

  #loadCommitted(): void {
    const last = this.#last.get() ?? 0
    if (last === this.#lastCommitted) return
    for (const [id, name] of this.#all.all()) this.#committedIds.set(name, id)
    this.#lastCommitted = last
  }

  /** Outside of transactions only. */
  nameOf(id: number): string {
    const known = this.#names[id]
    if (known !== undefined) return known
    for (const [each, name] of this.#all.all()) this.#names[each] = name
    const name = this.#names[id]
    if (name === undefined) throw new Error(`there is no event type ${id}`)
    return name
  }
}
