import { type BeginOptions, type Generation, type Position, StorageError } from '@skein/engine'
import type { Query } from './connections.js'
import type { Database } from './database.js'

type Row = [
  id: string,
  projection: string,
  version: number,
  state: Generation['state'],
  into: string,
  bounds: string,
  checkpoint: string | null,
  events: string,
  startedAt: string,
  updatedAt: string,
]

const columns = 'id, projection, version, state, into_name, bounds, checkpoint, events, started_at, updated_at'

/** The table of generations. */
export class Generations {
  readonly #database: Database
  readonly #table: string

  constructor(database: Database) {
    this.#database = database
    this.#table = `${database.schema}.generations`
  }

  async all(projection: string | undefined): Promise<readonly Generation[]> {
    const rows = await this.#database.read<Row>(
      `SELECT ${columns} FROM ${this.#table} WHERE $1::text IS NULL OR projection = $1 ORDER BY id`,
      [projection ?? null],
    )
    return rows.map(generationOf)
  }

  /** Two who begin at once get the same one: the table holds at most one unfinished of a kind. */
  begin(projection: string, version: number, options: BeginOptions): Promise<Generation> {
    const { into, bounds = '', restart = false } = options
    const kind = [projection, version, bounds, into === undefined ? 'building' : 'named', into ?? '']
    const isKind = 'projection = $1 AND version = $2 AND bounds = $3 AND state = $4 AND into_name = $5'
    return this.#database.transaction(async (query) => {
      if (restart) await query(`DELETE FROM ${this.#table} WHERE ${isKind}`, kind)
      // where another one begins or ends it at this moment, the next turn sees that
      for (;;) {
        const [standing] = await query<Row>(`SELECT ${columns} FROM ${this.#table} WHERE ${isKind}`, kind)
        if (standing !== undefined) return generationOf(standing)
        const [begun] = await query<Row>(
          `INSERT INTO ${this.#table} (projection, version, bounds, state, into_name, events, started_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, 0, $6, $6) ON CONFLICT DO NOTHING RETURNING ${columns}`,
          [...kind, now()],
        )
        if (begun !== undefined) return generationOf(begun)
      }
    })
  }

  promote(id: string, compare: (a: Position, b: Position) => number): Promise<'done' | 'behind'> {
    return this.#database.transaction(async (query) => {
      const row = await this.#locked(query, 'id = $1', [numberOf(id)])
      if (row === undefined) throw missing(id)
      if (row.state === 'live') return 'done'
      if (row.state !== 'building')
        throw new StorageError('failed', `Only a building generation is promoted; ${id} is ${row.state}.`)
      const live = await this.#locked(query, `projection = $1 AND version = $2 AND state = 'live'`, [
        row.projection,
        row.version,
      ])
      const liveAt = live?.checkpoint
      if (liveAt !== undefined && (row.checkpoint === undefined || compare(row.checkpoint, liveAt) < 0)) return 'behind'
      const setState = `UPDATE ${this.#table} SET state = $1, updated_at = $2 WHERE id = $3`
      if (live !== undefined) await query(setState, ['retired', now(), live.id])
      await query(setState, ['live', now(), row.id])
      return 'done'
    })
  }

  async remove(id: string): Promise<void> {
    await this.#database.write(`DELETE FROM ${this.#table} WHERE id = $1`, [numberOf(id)])
  }

  /** Throws where there is none. */
  async assertThere(id: string): Promise<void> {
    const rows = await this.#database.read(`SELECT FROM ${this.#table} WHERE id = $1`, [numberOf(id)])
    if (rows.length === 0) throw missing(id)
  }

  async #locked(query: Query, condition: string, values: readonly (string | number)[]) {
    const [row] = await query<Row>(`SELECT ${columns} FROM ${this.#table} WHERE ${condition} FOR UPDATE`, values)
    return row && generationOf(row)
  }
}

/** The number behind an id; one that none has where it is no number. */
export const numberOf = (id: string): string => (/^\d{1,18}$/.test(id) ? id : '0')

export const missing = (id: string) =>
  new StorageError('missing', `There is no generation ${id.slice(0, 40)}; it may have been dropped.`)

export const now = (): string => new Date().toISOString()

const generationOf = (row: Row): Generation => {
  const [id, projection, version, state, into, bounds, checkpoint, events, startedAt, updatedAt] = row
  return {
    id,
    projection,
    version,
    state,
    ...(state === 'named' ? { into } : {}),
    bounds,
    ...(checkpoint === null ? {} : { checkpoint }),
    events: Number(events),
    startedAt,
    updatedAt,
  }
}
