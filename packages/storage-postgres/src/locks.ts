import type { LockHolder } from '@skein/engine'
import type { Database } from './database.js'

/** Locks that outlive nobody for long: each has its time, by the server's clock. */
export class Locks {
  readonly #database: Database
  readonly #take: string
  readonly #find: string
  readonly #release: string

  constructor(database: Database) {
    const table = `${database.schema}.locks`
    this.#database = database
    this.#take = `
      INSERT INTO ${table} AS standing (name, holder, until)
      VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE standing.holder = excluded.holder OR standing.until <= clock_timestamp()
      RETURNING holder`
    this.#find = `SELECT holder FROM ${table} WHERE name = $1`
    this.#release = `DELETE FROM ${table} WHERE name = $1 AND holder = $2`
  }

  async take(name: string, { name: holder, ttl }: LockHolder) {
    for (;;) {
      const taken = await this.#database.write(this.#take, [name, holder, ttl])
      if (taken.length > 0) return { held: true } as const
      const [standing] = await this.#database.read<[holder: string]>(this.#find, [name])
      // it may just have been given back
      if (standing !== undefined && standing[0] !== holder) return { held: false, by: standing[0] } as const
    }
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#database.write(this.#release, [name, holder])
  }
}
