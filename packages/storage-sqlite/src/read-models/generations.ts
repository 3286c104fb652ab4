import type { BeginOptions, Commit, Generation, Position } from '@skein/engine'
import { type GenerationRow, generationOf, missingGeneration, promotionOf } from '@skein/engine/storage'
import type { Database, Statement } from 'better-sqlite3'

interface Row extends Omit<GenerationRow, 'id'> {
  readonly id: number
}

type Kind = [projection: string, version: number, bounds: string, into: string | null, state: string]

const columns =
  'id, projection, version, state, into_name AS "into", bounds, checkpoint, hash AS checkpointHash, events, started_at AS startedAt, updated_at AS updatedAt'

/** The table of generations. All methods but `all` and `rowIdOf` belong inside a transaction. */
export class Generations {
  readonly #all: Statement<[], Row>
  readonly #byId: Statement<[number], Row>
  readonly #byKind: Statement<Kind, Row>
  readonly #live: Statement<[string, number], Row>
  readonly #insert: Statement<[...Kind, string, string], Row>
  readonly #advance: Statement<[string, string | null, number, string, number, string | null, number | null]>
  readonly #setState: Statement<[string, string, number]>
  readonly #remove: Statement<[number]>

  constructor(database: Database) {
    this.#all = database.prepare(`SELECT ${columns} FROM generations ORDER BY id`)
    this.#byId = database.prepare(`SELECT ${columns} FROM generations WHERE id = ?`)
    this.#byKind = database.prepare(
      `SELECT ${columns} FROM generations
       WHERE projection = ? AND version = ? AND bounds = ? AND into_name IS ? AND state = ? ORDER BY id`,
    )
    this.#live = database.prepare(
      `SELECT ${columns} FROM generations WHERE projection = ? AND version = ? AND state = 'live'`,
    )
    this.#insert = database.prepare(
      `INSERT INTO generations (projection, version, bounds, into_name, state, events, started_at, updated_at)
       VALUES (?, ?, ?, ?, ?, 0, ?, ?) RETURNING ${columns}`,
    )
    this.#advance = database.prepare(
      `UPDATE generations SET checkpoint = ?, hash = ?, events = events + ?, updated_at = ?
       WHERE id = ? AND checkpoint IS ? AND events = ifnull(?, events)`,
    )
    this.#setState = database.prepare('UPDATE generations SET state = ?, updated_at = ? WHERE id = ?')
    this.#remove = database.prepare('DELETE FROM generations WHERE id = ?')
  }

  all(projection: string | undefined): readonly Generation[] {
    const rows = this.#all.all()
    return rows.filter((row) => projection === undefined || row.projection === projection).map(fromRow)
  }

  /** Throws if there is no such generation. */
  rowIdOf(id: string): number {
    const row = this.#byId.get(Number(id))
    if (row === undefined) throw missingGeneration(id)
    return row.id
  }

  begin(projection: string, version: number, { into, bounds = '', restart }: BeginOptions, now: string): Generation {
    const kind: Kind = [projection, version, bounds, into ?? null, into === undefined ? 'building' : 'named']
    const unfinished = this.#byKind.get(...kind)
    if (unfinished !== undefined && !restart) return fromRow(unfinished)
    if (unfinished !== undefined) this.#remove.run(unfinished.id)
    const inserted = this.#insert.get(...kind, now, now)
    if (inserted === undefined) throw new Error('an insert with RETURNING gives a row')
    return fromRow(inserted)
  }

  /** Moves the checkpoint on; `false` if another follower already did. */
  advance(id: number, { from, eventsBefore, to, hash, events }: Commit, now: string): boolean {
    return this.#advance.run(to, hash ?? null, events, now, id, from ?? null, eventsBefore ?? null).changes === 1
  }

  promote(id: string, comparePositions: (a: Position, b: Position) => number, now: string): 'done' | 'behind' {
    const row = this.#byId.get(Number(id))
    if (row === undefined) throw missingGeneration(id)
    const live = this.#live.get(row.projection, row.version)
    const promotion = promotionOf(fromRow(row), live && fromRow(live), comparePositions)
    if (promotion !== 'promote') return promotion
    if (live !== undefined) this.#setState.run('retired', now, live.id)
    this.#setState.run('live', now, row.id)
    return 'done'
  }

  remove(id: string): void {
    this.#remove.run(Number(id))
  }
}

const fromRow = (row: Row): Generation => generationOf({ ...row, id: String(row.id) })
