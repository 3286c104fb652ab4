import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite, type SqliteStorage } from '@skein/storage-sqlite'
import Database from 'better-sqlite3'
import type { Lab } from './bench.ts'
import { logOf } from './events.ts'

/** A copy of a log for one bench, which may write to it. */
export interface WorkLog {
  readonly path: string
  readonly storage: SqliteStorage
  /** A second connection, for the floor. */
  readonly database: Database.Database
  close(): Promise<void>
}

/** @param of the log to copy; default the log of the run */
export const openWorkLog = async (lab: Lab, name: string, of?: string): Promise<WorkLog> => {
  const path = join(lab.folder, `${name}.db`)
  const log = of ?? (await logOf(lab.events, lab.report))
  for (const suffix of ['', '.keys']) copyFileSync(`${log}${suffix}`, `${path}${suffix}`)
  const storage = await openSqlite({ path })
  const database = new Database(path, { readonly: true })
  return {
    path,
    storage,
    database,
    async close() {
      database.close()
      await storage.close()
    },
  }
}

/** Opens a log read-only. */
export const openLog = (path: string): Promise<SqliteStorage> => openSqlite({ path, readOnly: true })
