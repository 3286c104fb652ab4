import type { BeginOptions, Generation, HeldLock, Position } from '@skein/engine'
import { generationOf, missingGeneration, promotionOf } from '@skein/engine/storage'
import type { Query } from '../connection/connection-pool.js'
import type { Database } from '../connection/database.js'

type Row = [
  id: string,
  projection: string,
  version: number,
  state: Generation['state'],
  into: string,
  bounds: string,
  checkpoint: string | null,
  checkpointHash: string | null,
  events: string,
  startedAt: string,
  updatedAt: string,
]

const columns = 'id, projection, version, state, into_name, bounds, checkpoint, hash, events, started_at, updated_at'

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
    return rows.map(fromRow)
  }

  /** Concurrent callers get the same generation: the table holds at most one unfinished generation of a kind. */
  begin(projection: string, version: number, options: BeginOptions): Promise<Generation> {
    const { into, bounds = '', restart = false } = options
    const kind = [projection, version, bounds, into === undefined ? 'building' : 'named', into ?? '']
    const isKind = 'projection = $1 AND version = $2 AND bounds = $3 AND state = $4 AND into_name = $5'
    return this.#database.transaction(async (query) => {
      if (restart) await query(`DELETE FROM ${this.#table} WHERE ${isKind}`, kind)
      // if another transaction begins or ends one at the same time, the next round finds that
      for (;;) {
        const [unfinished] = await query<Row>(`SELECT ${columns} FROM ${this.#table} WHERE ${isKind}`, kind)
        if (unfinished !== undefined) return fromRow(unfinished)
        const [inserted] = await query<Row>(
          `INSERT INTO ${this.#table} (projection, version, bounds, state, into_name, events, started_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, 0, $6, $6) ON CONFLICT DO NOTHING RETURNING ${columns}`,
          [...kind, now()],
        )
        if (inserted !== undefined) return fromRow(inserted)
      }
    })
  }

  promote(
    id: string,
    comparePositions: (a: Position, b: Position) => number,
    lock?: HeldLock,
  ): Promise<'done' | 'behind' | 'stale'> {
    return this.#database.transaction(async (query) => {
      const generation = await this.#lock(query, 'id = $1', [rowIdOf(id)])
      if (generation === undefined) throw missingGeneration(id)
      if (lock !== undefined && !(await this.#isHeld(query, lock))) return 'stale'
      const { projection, version, state } = generation
      const live =
        state === 'live'
          ? undefined
          : await this.#lock(query, `projection = $1 AND version = $2 AND state = 'live'`, [projection, version])
      const promotion = promotionOf(generation, live, comparePositions)
      if (promotion !== 'promote') return promotion
      const setState = `UPDATE ${this.#table} SET state = $1, updated_at = $2 WHERE id = $3`
      if (live !== undefined) await query(setState, ['retired', now(), live.id])
      await query(setState, ['live', now(), generation.id])
      return 'done'
    })
  }

  async remove(id: string): Promise<void> {
    await this.#database.write(`DELETE FROM ${this.#table} WHERE id = $1`, [rowIdOf(id)])
  }

  /** Whether nobody took the lock over; nobody can until the transaction ends. */
  async #isHeld(query: Query, { name, holder }: HeldLock): Promise<boolean> {
    const held = `SELECT 1 FROM ${this.#database.schema}.locks WHERE name = $1 AND holder = $2 FOR SHARE`
    return (await query(held, [name, holder])).length > 0
  }

  async #lock(query: Query, condition: string, values: readonly (string | number)[]): Promise<Generation | undefined> {
    const [row] = await query<Row>(`SELECT ${columns} FROM ${this.#table} WHERE ${condition} FOR UPDATE`, values)
    return row && fromRow(row)
  }
}

/** The number of a generation; for anything that is not a number, one that no generation has. */
export const rowIdOf = (id: string): string => (/^\d{1,18}$/.test(id) ? id : '0')

export const now = (): string => new Date().toISOString()

const fromRow = (row: Row): Generation => {
  const [id, projection, version, state, into, bounds, checkpoint, checkpointHash, events, startedAt, updatedAt] = row
  return generationOf({
    id,
    projection,
    version,
    state,
    into: state === 'named' ? into : null,
    bounds,
    checkpoint,
    checkpointHash,
    events: Number(events),
    startedAt,
    updatedAt,
  })
}
