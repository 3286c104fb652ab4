import type { LockHolder } from '@skein/engine'
import type { Database, Statement } from 'better-sqlite3'

/** Named locks. Each expires at a given time, so that the lock of a dead process is taken over. */
export class Locks {
  readonly #find: Statement<[string], { readonly holder: string; readonly until: number }>
  readonly #put: Statement<[string, string, number]>
  readonly #release: Statement<[string, string]>

  constructor(database: Database) {
    this.#find = database.prepare('SELECT holder, until FROM locks WHERE name = ?')
    this.#put = database.prepare('INSERT OR REPLACE INTO locks (name, holder, until) VALUES (?, ?, ?)')
    this.#release = database.prepare('DELETE FROM locks WHERE name = ? AND holder = ?')
  }

  /** Inside a transaction only. */
  take(name: string, { name: holder, ttl }: LockHolder, now: number) {
    const current = this.#find.get(name)
    if (current !== undefined && current.holder !== holder && current.until > now)
      return { held: false, by: current.holder } as const
    this.#put.run(name, holder, now + ttl)
    return { held: true } as const
  }

  release(name: string, holder: string): void {
    this.#release.run(name, holder)
  }
}
