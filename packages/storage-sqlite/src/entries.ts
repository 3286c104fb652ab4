import type { Delete, ListOptions, ListPage, Put, Space } from '@skein/engine'
import type { Database, Statement } from 'better-sqlite3'

/** Stored numbers: permanent. */
const numberOf: Readonly<Record<Space, number>> = { row: 0, doc: 2 }

const mostListed = 10_000

/** What the generations hold. */
export class Entries {
  readonly #put: Statement<[number, number, string, string]>
  readonly #delete: Statement<[number, number, string]>
  readonly #get: Statement<[number, number, string], string>
  readonly #from: Statement<[number, number, string, number], [key: string, value: string]>
  readonly #past: Statement<[number, number, string, number], [key: string, value: string]>
  readonly #count: Statement<[number, number], number>
  readonly #orphan: Statement<[], number>
  readonly #sweep: Statement<[number, number]>

  constructor(database: Database) {
    const list = (comparison: '>=' | '>') =>
      database
        .prepare<[number, number, string, number], [string, string]>(
          `SELECT key, value FROM entries
           WHERE generation = +? AND space = +? AND key ${comparison} ? ORDER BY key LIMIT 0 + ?`,
        )
        .raw()
    this.#put = database.prepare(
      `INSERT INTO entries (generation, space, key, value) VALUES (?, ?, ?, ?)
       ON CONFLICT (generation, space, key) DO UPDATE SET value = excluded.value`,
    )
    this.#delete = database.prepare('DELETE FROM entries WHERE generation = ? AND space = ? AND key = ?')
    this.#get = database
      .prepare<[number, number, string], string>(
        'SELECT value FROM entries WHERE generation = ? AND space = ? AND key = ?',
      )
      .pluck()
    this.#from = list('>=')
    this.#past = list('>')
    this.#count = database
      .prepare<[number, number], number>('SELECT count(*) FROM entries WHERE generation = ? AND space = ?')
      .pluck()
    // steps from one generation to the next along the index
    this.#orphan = database
      .prepare<[], number>(
        `WITH RECURSIVE present (id) AS (
           SELECT min(generation) FROM entries
           UNION ALL
           SELECT (SELECT min(generation) FROM entries WHERE generation > id) FROM present WHERE id IS NOT NULL
         )
         SELECT id FROM present WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM generations) LIMIT 1`,
      )
      .pluck()
    this.#sweep = database.prepare(
      'DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries WHERE generation = ? LIMIT 0 + ?)',
    )
  }

  put(generation: number, puts: readonly Put[]): void {
    for (const { space, key, value } of puts) this.#put.run(generation, numberOf[space], key, value)
  }

  delete(generation: number, deletes: readonly Delete[]): void {
    for (const { space, key } of deletes) this.#delete.run(generation, numberOf[space], key)
  }

  get(generation: number, space: Space, keys: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const key of keys) {
      const value = this.#get.get(generation, numberOf[space], key)
      if (value !== undefined) found.set(key, value)
    }
    return found
  }

  list(generation: number, space: Space, { prefix = '', limit = 100, cursor }: ListOptions): ListPage {
    const wanted = Math.max(1, Math.min(limit, mostListed))
    const rows =
      cursor === undefined
        ? this.#from.all(generation, numberOf[space], prefix, wanted + 1)
        : this.#past.all(generation, numberOf[space], cursor, wanted + 1)
    // keys with one prefix stand together, and one byte order is everybody's: SQLite compares UTF-8
    const outside = rows.findIndex(([key]) => !key.startsWith(prefix))
    const matching = outside === -1 ? rows : rows.slice(0, outside)
    const items = matching.slice(0, wanted).map(([key, value]) => ({ key, value }))
    const last = items.at(-1)
    return matching.length > wanted && last !== undefined ? { items, cursor: last.key } : { items }
  }

  count(generation: number, space: Space): number {
    return this.#count.get(generation, numberOf[space]) ?? 0
  }

  /** Deletes up to `most` entries of one generation that is no more; false where there is none. */
  sweep(most: number): boolean {
    const orphan = this.#orphan.get()
    if (orphan === undefined) return false
    this.#sweep.run(orphan, most)
    return true
  }
}
