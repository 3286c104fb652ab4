import { type BeginOptions, type Generation, type Position, StorageError } from '@skein/engine'
import type { Database, Statement } from 'better-sqlite3'

interface Row {
  readonly id: number
  readonly projection: string
  readonly version: number
  readonly state: Generation['state']
  readonly into_name: string | null
  readonly bounds: string
  readonly checkpoint: string | null
  readonly events: number
  readonly started_at: string
  readonly updated_at: string
}

interface Advance {
  readonly from: Position | undefined
  readonly to: Position
  readonly events: number
  readonly at: string
}

type Same = [projection: string, version: number, bounds: string, into: string | null, state: string]

/** The table of generations; all but `all` inside a transaction. */
export class Generations {
  readonly #all: Statement<[], Row>
  readonly #one: Statement<[number], Row>
  readonly #same: Statement<Same, Row>
  readonly #live: Statement<[string, number], Row>
  readonly #insert: Statement<[...Same, string, string], Row>
  readonly #advance: Statement<[string, number, string, number, string | null]>
  readonly #setState: Statement<[string, string, number]>
  readonly #remove: Statement<[number]>

  constructor(database: Database) {
    this.#all = database.prepare('SELECT * FROM generations ORDER BY id')
    this.#one = database.prepare('SELECT * FROM generations WHERE id = ?')
    this.#same = database.prepare(
      `SELECT * FROM generations
       WHERE projection = ? AND version = ? AND bounds = ? AND into_name IS ? AND state = ? ORDER BY id`,
    )
    this.#live = database.prepare(`SELECT * FROM generations WHERE projection = ? AND version = ? AND state = 'live'`)
    this.#insert = database.prepare(
      `INSERT INTO generations (projection, version, bounds, into_name, state, events, started_at, updated_at)
       VALUES (?, ?, ?, ?, ?, 0, ?, ?) RETURNING *`,
    )
    this.#advance = database.prepare(
      'UPDATE generations SET checkpoint = ?, events = events + ?, updated_at = ? WHERE id = ? AND checkpoint IS ?',
    )
    this.#setState = database.prepare('UPDATE generations SET state = ?, updated_at = ? WHERE id = ?')
    this.#remove = database.prepare('DELETE FROM generations WHERE id = ?')
  }

  all(projection: string | undefined): readonly Generation[] {
    const rows = this.#all.all()
    return rows.filter((row) => projection === undefined || row.projection === projection).map(generationOf)
  }

  /** The number behind the id of one that exists. */
  rowId(id: string): number | undefined {
    return this.#one.get(Number(id))?.id
  }

  begin(projection: string, version: number, { into, bounds = '', restart }: BeginOptions, at: string): Generation {
    const same: Same = [projection, version, bounds, into ?? null, into === undefined ? 'building' : 'named']
    const unfinished = this.#same.get(...same)
    if (unfinished !== undefined && !restart) return generationOf(unfinished)
    if (unfinished !== undefined) this.#remove.run(unfinished.id)
    const begun = this.#insert.get(...same, at, at)
    if (begun === undefined) throw new Error('an insert with RETURNING gives a row')
    return generationOf(begun)
  }

  /** Moves the checkpoint on, unless somebody else has. */
  advance(id: number, { from, to, events, at }: Advance): boolean {
    return this.#advance.run(to, events, at, id, from ?? null).changes === 1
  }

  promote(id: number, compare: (a: Position, b: Position) => number, at: string): 'done' | 'behind' {
    const row = this.#one.get(id)
    if (row?.state === 'live') return 'done'
    if (row?.state !== 'building')
      throw new StorageError('failed', `Only a building generation is promoted; ${id} is ${row?.state ?? 'missing'}.`)
    const live = this.#live.get(row.projection, row.version)
    const liveAt = live?.checkpoint ?? undefined
    if (liveAt !== undefined && (row.checkpoint === null || compare(row.checkpoint, liveAt) < 0)) return 'behind'
    if (live !== undefined) this.#setState.run('retired', at, live.id)
    this.#setState.run('live', at, id)
    return 'done'
  }

  remove(id: string): void {
    this.#remove.run(Number(id))
  }
}

const generationOf = (row: Row): Generation => ({
  id: String(row.id),
  projection: row.projection,
  version: row.version,
  state: row.state,
  ...(row.into_name === null ? {} : { into: row.into_name }),
  bounds: row.bounds,
  ...(row.checkpoint === null ? {} : { checkpoint: row.checkpoint }),
  events: row.events,
  startedAt: row.started_at,
  updatedAt: row.updated_at,
})
