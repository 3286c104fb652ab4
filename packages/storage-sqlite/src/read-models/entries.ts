import type { Delete, ListOptions, ListPage, Put, Space } from '@skein/engine'
import { pageOf, pageSizeOf } from '@skein/engine/storage'
import type { Database, Statement } from 'better-sqlite3'

/** The numbers under which spaces are stored; permanent. */
const spaceNumber: Readonly<Record<Space, number>> = { row: 0, doc: 2 }

/** The rows and documents of all generations. */
export class Entries {
  readonly #put: Statement<[number, number, string, string]>
  readonly #delete: Statement<[number, number, string]>
  readonly #get: Statement<[number, number, string], string>
  readonly #listFrom: Statement<[number, number, string, number], [key: string, value: string]>
  readonly #listAfter: Statement<[number, number, string, number], [key: string, value: string]>
  readonly #count: Statement<[number, number], number>
  readonly #findOrphan: Statement<[], number>
  readonly #deleteSome: Statement<[number, number]>

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
    this.#listFrom = list('>=')
    this.#listAfter = list('>')
    this.#count = database
      .prepare<[number, number], number>('SELECT count(*) FROM entries WHERE generation = ? AND space = ?')
      .pluck()
    // steps from one generation to the next along the index, which is faster than a DISTINCT over all entries
    this.#findOrphan = database
      .prepare<[], number>(
        `WITH RECURSIVE present (id) AS (
           SELECT min(generation) FROM entries
           UNION ALL
           SELECT (SELECT min(generation) FROM entries WHERE generation > id) FROM present WHERE id IS NOT NULL
         )
         SELECT id FROM present WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM generations) LIMIT 1`,
      )
      .pluck()
    this.#deleteSome = database.prepare(
      'DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries WHERE generation = ? LIMIT 0 + ?)',
    )
  }

  put(generation: number, puts: readonly Put[]): void {
    for (const { space, key, value } of puts) this.#put.run(generation, spaceNumber[space], key, value)
  }

  delete(generation: number, deletes: readonly Delete[]): void {
    for (const { space, key } of deletes) this.#delete.run(generation, spaceNumber[space], key)
  }

  get(generation: number, space: Space, keys: readonly string[]): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const key of keys) {
      const value = this.#get.get(generation, spaceNumber[space], key)
      if (value !== undefined) found.set(key, value)
    }
    return found
  }

  list(generation: number, space: Space, options: ListOptions): ListPage {
    const { prefix = '', cursor } = options
    const statement = cursor === undefined ? this.#listFrom : this.#listAfter
    const rows = statement.all(generation, spaceNumber[space], cursor ?? prefix, pageSizeOf(options) + 1)
    return pageOf(rows, options)
  }

  count(generation: number, space: Space): number {
    return this.#count.get(generation, spaceNumber[space]) ?? 0
  }

  /** Deletes up to `limit` entries of a generation that no longer exists; `false` if there is no such generation. */
  deleteOrphans(limit: number): boolean {
    const orphan = this.#findOrphan.get()
    if (orphan === undefined) return false
    this.#deleteSome.run(orphan, limit)
    return true
  }
}
