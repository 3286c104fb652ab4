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
  #rollbacks = 0

  constructor(file: SqliteFile) {
    const { database } = file
    this.#file = file
    this.#find = database.prepare<[string], number>('SELECT id FROM types WHERE name = ?').pluck()
    this.#insert = database.prepare<[string], number>('INSERT INTO types (name) VALUES (?) RETURNING id').pluck()
    this.#all = database.prepare<[], [number, string]>('SELECT id, name FROM types').raw()
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
    const ids: number[] = []
    for (const name of names) {
      const id = this.#committedIds.get(name) ?? this.#find.get(name)
      if (id === undefined) continue
      this.#committedIds.set(name, id)
      ids.push(id)
    }
    return JSON.stringify(ids)
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
