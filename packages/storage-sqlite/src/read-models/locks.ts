import type { HeldLock, LockHolder, StandingLock } from '@skein/engine'
import type { Database, Statement } from 'better-sqlite3'

interface StoredLock {
  readonly name: string
  readonly holder: string
  readonly since: number
  readonly until: number
  readonly ttl: number
}

/**
 * Named locks. Each expires at a given time, so that the lock of a dead process is taken over. All processes that use the
 * file share the clock of this machine. If that was ahead when a lock was taken, the lock would be held for longer than it
 * was taken for: such a lock counts as expired.
 */
export class Locks {
  readonly #find: Statement<[string], StoredLock>
  readonly #all: Statement<[], StoredLock>
  readonly #put: Statement<[string, string, number, number, number]>
  readonly #release: Statement<[string, string]>

  constructor(database: Database) {
    const select = 'SELECT name, holder, since, until, ttl FROM locks'
    this.#find = database.prepare(`${select} WHERE name = ?`)
    this.#all = database.prepare(`${select} ORDER BY name`)
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO locks (name, holder, since, until, ttl) VALUES (?, ?, ?, ?, ?)',
    )
    this.#release = database.prepare('DELETE FROM locks WHERE name = ? AND holder = ?')
  }

  /** Inside a transaction only. */
  take(name: string, { name: holder, ttl }: LockHolder, now: number) {
    const current = this.#find.get(name)
    if (current !== undefined && current.holder !== holder && isValid(current, now))
      return { held: false, by: current.holder } as const
    this.#put.run(name, holder, current?.holder === holder ? current.since : now, now + ttl, ttl)
    return { held: true } as const
  }

  /** Whether nobody took the lock over. Inside a transaction only. */
  isHeld(lock: HeldLock | undefined): boolean {
    return lock === undefined || this.#find.get(lock.name)?.holder === lock.holder
  }

  release(name: string, holder: string): void {
    this.#release.run(name, holder)
  }

  all(now: number): readonly StandingLock[] {
    return this.#all.all().map((lock) => ({
      name: lock.name,
      holder: lock.holder,
      since: new Date(lock.since).toISOString(),
      leftMs: isValid(lock, now) ? lock.until - now : 0,
    }))
  }
}

const isValid = ({ until, ttl }: Pick<StoredLock, 'until' | 'ttl'>, now: number): boolean =>
  until > now && until <= now + ttl
