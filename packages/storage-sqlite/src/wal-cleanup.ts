import { statSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Takes away what readers leave beside a file: to read at all they have to make a log and its index, and they may not
 * remove them. A log that holds anything is a writer's.
 */
export const cleanUpWal = (path: string): void => {
  if (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size !== 0) return
  try {
    // the last one to close a database that it may write takes them away; while others have it open, it does not
    const last = new Database(path, { fileMustExist: true, timeout: 0 })
    try {
      last.prepare('SELECT 1 FROM sqlite_master').get()
    } finally {
      last.close()
    }
  } catch {
    // whoever is at it now tidies up after themselves
  }
}
