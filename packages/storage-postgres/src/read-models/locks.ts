import type { LockHolder, StandingLock } from '@skein/engine'
import type { Database } from '../connection/database.js'

/** Named locks. Each expires at a time of the server's clock, so that the lock of a dead process is taken over. */
export class Locks {
  readonly #database: Database
  readonly #take: string
  readonly #find: string
  readonly #release: string
  readonly #all: string

  constructor(database: Database) {
    const table = `${database.schema}.locks`
    this.#database = database
    this.#take = `
      INSERT INTO ${table} AS current (name, holder, since, until)
      VALUES ($1, $2, clock_timestamp(), clock_timestamp() + $3 * interval '1 millisecond')
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until,
        since = CASE WHEN current.holder = excluded.holder THEN current.since ELSE excluded.since END
      WHERE current.holder = excluded.holder OR current.until <= clock_timestamp()
      RETURNING holder`
    this.#find = `SELECT holder FROM ${table} WHERE name = $1`
    this.#release = `DELETE FROM ${table} WHERE name = $1 AND holder = $2`
    this.#all = `
      SELECT name, holder, (extract(epoch FROM since) * 1000)::float8,
             greatest(0, extract(epoch FROM until - clock_timestamp()) * 1000)::float8
      FROM ${table} ORDER BY name`
  }

  async take(name: string, { name: holder, ttl }: LockHolder) {
    for (;;) {
      const taken = await this.#database.write(this.#take, [name, holder, ttl])
      if (taken.length > 0) return { held: true } as const
      const [current] = await this.#database.read<[holder: string]>(this.#find, [name])
      // none is left if it was released between the two statements
      if (current !== undefined && current[0] !== holder) return { held: false, by: current[0] } as const
    }
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#database.write(this.#release, [name, holder])
  }

  async all(): Promise<readonly StandingLock[]> {
    const rows = await this.#database.read<[name: string, holder: string, since: number, leftMs: number]>(this.#all)
    return rows.map(([name, holder, since, leftMs]) => ({
      name,
      holder,
      since: new Date(since).toISOString(),
      leftMs,
    }))
  }
}
