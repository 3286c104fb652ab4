import { statSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Removes the `-wal` and `-shm` files that read-only connections leave beside a database: they have to create them to
 * read, and may not remove them. A log that is not empty belongs to a writer and stays.
 */
export const cleanUpWal = (path: string): void => {
  if (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size !== 0) return
  try {
    // the last writable connection that closes removes both files; while others are open, it does not
    const database = new Database(path, { fileMustExist: true, timeout: 0 })
    try {
      database.prepare('SELECT 1 FROM sqlite_master').get()
    } finally {
      database.close()
    }
  } catch {
    // another process uses the database now, and removes both files when it closes it
  }
}
