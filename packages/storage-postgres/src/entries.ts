import type { Commit, ListOptions, ListPage, Space } from '@skein/engine'
import type { Database } from './database.js'
import { missing, now, numberOf } from './generations.js'
import { textArray } from './text-array.js'

/** Stored numbers: permanent. */
const spaceNumber: Readonly<Record<Space, number>> = { row: 0, doc: 2 }

const mostListed = 10_000

/** Entries of a dropped generation that go at once: others get their turn in between. */
const sweepAtOnce = 10_000

/** What the generations hold. Every statement also tells whether there is such a generation. */
export class Entries {
  readonly #database: Database
  readonly #commit: string
  readonly #get: string
  readonly #from: string
  readonly #past: string
  readonly #count: string
  readonly #orphan: string
  readonly #sweep: string

  constructor(database: Database) {
    const { schema } = database
    const [entries, generations] = [`${schema}.entries`, `${schema}.generations`]
    this.#database = database
    // one statement is one transaction and one round trip; who comes second waits for the row, and then finds it moved on
    this.#commit = `
      WITH moved AS (
        UPDATE ${generations} SET checkpoint = $2, events = events + $4, updated_at = $5
        WHERE id = $1 AND checkpoint IS NOT DISTINCT FROM $3 RETURNING id
      ), deleted AS (
        DELETE FROM ${entries} e USING moved, unnest($6::smallint[], $7::text[]) AS gone (space, key)
        WHERE e.generation = moved.id AND e.space = gone.space AND e.key = gone.key
      ), put AS (
        INSERT INTO ${entries} (generation, space, key, value)
        SELECT moved.id, p.space, p.key, p.value
        FROM moved, unnest($8::smallint[], $9::text[], $10::text[]) AS p (space, key, value)
        ON CONFLICT (generation, space, key) DO UPDATE SET value = excluded.value
      )
      SELECT EXISTS (SELECT FROM moved), EXISTS (SELECT FROM ${generations} WHERE id = $1)`
    this.#get = `
      SELECT e.key, e.value FROM ${generations} g
      LEFT JOIN ${entries} e ON e.generation = g.id AND e.space = $2 AND e.key = ANY ($3::text[]) WHERE g.id = $1`
    const list = (comparison: '>=' | '>') => `
      SELECT e.key, e.value FROM ${generations} g
      LEFT JOIN LATERAL (
        SELECT key, value FROM ${entries}
        WHERE generation = g.id AND space = $2 AND key ${comparison} $3 ORDER BY key LIMIT $4
      ) e ON true WHERE g.id = $1`
    this.#from = list('>=')
    this.#past = list('>')
    this.#count = `
      SELECT (SELECT count(*) FROM ${entries} WHERE generation = g.id AND space = $2) FROM ${generations} g WHERE id = $1`
    // steps from one generation to the next along the index
    this.#orphan = `
      WITH RECURSIVE present (id) AS (
        SELECT min(generation) FROM ${entries}
        UNION ALL
        SELECT (SELECT min(generation) FROM ${entries} WHERE generation > id) FROM present WHERE id IS NOT NULL
      )
      SELECT id FROM present WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM ${generations}) LIMIT 1`
    this.#sweep = `
      DELETE FROM ${entries} WHERE ctid = ANY (ARRAY (SELECT ctid FROM ${entries} WHERE generation = $1 LIMIT $2))`
  }

  async commit(generation: string, commit: Commit): Promise<'done' | 'stale'> {
    const { from, to, events } = commit
    // one statement takes an entry once: what is put last stands
    const put = new Map(commit.puts.map((entry) => [`${entry.space} ${entry.key}`, entry]))
    const puts = [...put.values()]
    const deletes = commit.deletes.filter(({ space, key }) => !put.has(`${space} ${key}`))
    const [row] = await this.#database.write<[isMoved: boolean, exists: boolean]>(
      this.#commit,
      [
        numberOf(generation),
        to,
        from ?? null,
        events,
        now(),
        deletes.map(({ space }) => spaceNumber[space]),
        textArray(deletes.map(({ key }) => key)),
        puts.map(({ space }) => spaceNumber[space]),
        textArray(puts.map(({ key }) => key)),
        textArray(puts.map(({ value }) => value)),
      ],
      // a second time it would find the checkpoint moved on, by itself
      { isRepeatable: false },
    )
    if (!row?.[1]) throw missing(generation)
    return row[0] ? 'done' : 'stale'
  }

  async get(generation: string, space: Space, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#entries(this.#get, generation, [spaceNumber[space], textArray(keys)])
    return new Map(rows)
  }

  async list(generation: string, space: Space, options: ListOptions): Promise<ListPage> {
    const { prefix = '', limit = 100, cursor } = options
    const wanted = Math.max(1, Math.min(limit, mostListed))
    const statement = cursor === undefined ? this.#from : this.#past
    const rows = await this.#entries(statement, generation, [spaceNumber[space], cursor ?? prefix, wanted + 1])
    // keys with one prefix stand together
    const outside = rows.findIndex(([key]) => !key.startsWith(prefix))
    const matching = outside === -1 ? rows : rows.slice(0, outside)
    const items = matching.slice(0, wanted).map(([key, value]) => ({ key, value }))
    const last = items.at(-1)
    return matching.length > wanted && last !== undefined ? { items, cursor: last.key } : { items }
  }

  async count(generation: string, space: Space): Promise<number> {
    const [row] = await this.#database.read<[string]>(this.#count, [numberOf(generation), spaceNumber[space]])
    if (row === undefined) throw missing(generation)
    return Number(row[0])
  }

  /** Deletes what belongs to no generation, also what an earlier sweep that was killed left behind. */
  async sweep(): Promise<void> {
    for (;;) {
      const [orphan] = await this.#database.read<[string]>(this.#orphan)
      if (orphan === undefined) return
      await this.#database.write(this.#sweep, [orphan[0], sweepAtOnce])
    }
  }

  async #entries(statement: string, generation: string, values: readonly (string | number | Buffer)[]) {
    const rows = await this.#database.read<[key: string | null, value: string]>(statement, [
      numberOf(generation),
      ...values,
    ])
    if (rows.length === 0) throw missing(generation)
    return rows.filter((row): row is [string, string] => row[0] !== null)
  }
}
