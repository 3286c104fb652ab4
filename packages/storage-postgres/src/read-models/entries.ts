import type { Commit, ListOptions, ListPage, Space } from '@skein/engine'
import { missingGeneration, pageOf, pageSizeOf } from '@skein/engine/storage'
import type { Database } from '../connection/database.js'
import { textArray } from '../connection/text-array.js'
import { now, rowIdOf } from './generations.js'

/** The numbers under which spaces are stored; permanent. */
const spaceNumber: Readonly<Record<Space, number>> = { row: 0, doc: 2 }

/** Entries of a dropped generation that one statement deletes, so that other writers need not wait for all of them. */
const deletesPerStatement = 10_000

/** The rows and documents of all generations. Every statement also shows whether the generation exists. */
export class Entries {
  readonly #database: Database
  readonly #commit: string
  readonly #get: string
  readonly #listFrom: string
  readonly #listAfter: string
  readonly #count: string
  readonly #findOrphan: string
  readonly #deleteSome: string

  constructor(database: Database) {
    const { schema } = database
    const [entries, generations] = [`${schema}.entries`, `${schema}.generations`]
    this.#database = database
    // one statement is one transaction and one round trip; a concurrent commit waits for the row and then finds it changed
    this.#commit = `
      WITH held AS (
        -- nobody can take the lock over until this is committed
        SELECT FROM ${schema}.locks WHERE name = $13 AND holder = $14 FOR SHARE
      ), advanced AS (
        UPDATE ${generations} SET checkpoint = $2, hash = $12, events = events + $4, updated_at = $5
        WHERE id = $1 AND checkpoint IS NOT DISTINCT FROM $3 AND events = coalesce($11, events)
        AND ($13::text IS NULL OR EXISTS (SELECT FROM held)) RETURNING id
      ), deleted AS (
        DELETE FROM ${entries} e USING advanced, unnest($6::smallint[], $7::text[]) AS gone (space, key)
        WHERE e.generation = advanced.id AND e.space = gone.space AND e.key = gone.key
      ), put AS (
        INSERT INTO ${entries} (generation, space, key, value)
        SELECT advanced.id, p.space, p.key, p.value
        FROM advanced, unnest($8::smallint[], $9::text[], $10::text[]) AS p (space, key, value)
        ON CONFLICT (generation, space, key) DO UPDATE SET value = excluded.value
      )
      SELECT EXISTS (SELECT FROM advanced), EXISTS (SELECT FROM ${generations} WHERE id = $1)`
    this.#get = `
      SELECT e.key, e.value FROM ${generations} g
      LEFT JOIN ${entries} e ON e.generation = g.id AND e.space = $2 AND e.key = ANY ($3::text[]) WHERE g.id = $1`
    const list = (comparison: '>=' | '>') => `
      SELECT e.key, e.value FROM ${generations} g
      LEFT JOIN LATERAL (
        SELECT key, value FROM ${entries}
        WHERE generation = g.id AND space = $2 AND key ${comparison} $3 ORDER BY key LIMIT $4
      ) e ON true WHERE g.id = $1`
    this.#listFrom = list('>=')
    this.#listAfter = list('>')
    this.#count = `
      SELECT (SELECT count(*) FROM ${entries} WHERE generation = g.id AND space = $2) FROM ${generations} g WHERE id = $1`
    // steps from one generation to the next along the index, which is faster than a DISTINCT over all entries
    this.#findOrphan = `
      WITH RECURSIVE present (id) AS (
        SELECT min(generation) FROM ${entries}
        UNION ALL
        SELECT (SELECT min(generation) FROM ${entries} WHERE generation > id) FROM present WHERE id IS NOT NULL
      )
      SELECT id FROM present WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM ${generations}) LIMIT 1`
    this.#deleteSome = `
      DELETE FROM ${entries} WHERE ctid = ANY (ARRAY (SELECT ctid FROM ${entries} WHERE generation = $1 LIMIT $2))`
  }

  async commit(generation: string, commit: Commit): Promise<'done' | 'stale'> {
    const { from, eventsBefore, to, hash, events, lock } = commit
    // one statement can change an entry only once: the last put wins
    const put = new Map(commit.puts.map((entry) => [`${entry.space} ${entry.key}`, entry]))
    const puts = [...put.values()]
    const deletes = commit.deletes.filter(({ space, key }) => !put.has(`${space} ${key}`))
    const [row] = await this.#database.write<[isAdvanced: boolean, exists: boolean]>(
      this.#commit,
      [
        rowIdOf(generation),
        to,
        from ?? null,
        events,
        now(),
        deletes.map(({ space }) => spaceNumber[space]),
        textArray(deletes.map(({ key }) => key)),
        puts.map(({ space }) => spaceNumber[space]),
        textArray(puts.map(({ key }) => key)),
        textArray(puts.map(({ value }) => value)),
        eventsBefore ?? null,
        hash ?? null,
        lock?.name ?? null,
        lock?.holder ?? null,
      ],
      // repeated, it would find the checkpoint that it has set itself, and answer `stale`
      { isRepeatable: false },
    )
    if (!row?.[1]) throw missingGeneration(generation)
    return row[0] ? 'done' : 'stale'
  }

  async get(generation: string, space: Space, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#select(this.#get, generation, [spaceNumber[space], textArray(keys)])
    return new Map(rows)
  }

  async list(generation: string, space: Space, options: ListOptions): Promise<ListPage> {
    const { prefix = '', cursor } = options
    const statement = cursor === undefined ? this.#listFrom : this.#listAfter
    const values = [spaceNumber[space], cursor ?? prefix, pageSizeOf(options) + 1]
    return pageOf(await this.#select(statement, generation, values), options)
  }

  async count(generation: string, space: Space): Promise<number> {
    const [row] = await this.#database.read<[string]>(this.#count, [rowIdOf(generation), spaceNumber[space]])
    if (row === undefined) throw missingGeneration(generation)
    return Number(row[0])
  }

  /** Deletes entries whose generation no longer exists, including those that a killed process left behind. */
  async deleteOrphans(): Promise<void> {
    for (;;) {
      const [orphan] = await this.#database.read<[string]>(this.#findOrphan)
      if (orphan === undefined) return
      await this.#database.write(this.#deleteSome, [orphan[0], deletesPerStatement])
    }
  }

  async #select(statement: string, generation: string, values: readonly (string | number | Buffer)[]) {
    const rows = await this.#database.read<[key: string | null, value: string]>(statement, [
      rowIdOf(generation),
      ...values,
    ])
    if (rows.length === 0) throw missingGeneration(generation)
    return rows.filter((row): row is [string, string] => row[0] !== null)
  }
}
