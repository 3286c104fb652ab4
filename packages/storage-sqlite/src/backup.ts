import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { StorageError } from '@skein/engine'
import Database from 'better-sqlite3'
import { storageError } from './connection/errors.js'
import type { SqliteFile } from './connection/sqlite-file.js'

/** Pages that are copied at a time; in between, the process does other work. */
const pagesAtOnce = 1_000

/**
 * Copies a file while it is in use, as it is when the copy begins: a transaction that stays open keeps what others commit
 * meanwhile out, so SQLite need not begin anew. Until it ends, the write-ahead log is not emptied. The copy gets its name
 * only when it is complete, and on disk. Throws `StorageError`, or the reason of the signal.
 */
export const backUp = (file: SqliteFile, path: string, signal?: AbortSignal): Promise<void> =>
  file.closeGuard.run(async () => {
    if (existsSync(path))
      throw new StorageError('failed', {
        en: `${path} exists already; choose another path for the backup.`,
        zh: `${path} 已存在;请为备份另选路径。`,
      })
    const partial = `${path}.partial`
    try {
      await copyPages(file.path, partial, signal)
      syncToDisk(partial)
      renameSync(partial, path)
      // else the new name may be gone after a power failure
      syncToDisk(dirname(path))
    } catch (error) {
      rmSync(partial, { force: true })
      signal?.throwIfAborted()
      throw storageError(error, path)
    }
  })

const copyPages = async (from: string, to: string, signal: AbortSignal | undefined): Promise<void> => {
  const reader = new Database(from, { readonly: true })
  try {
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM sqlite_master').get()
    await reader.backup(to, {
      progress: () => {
        signal?.throwIfAborted()
        return pagesAtOnce
      },
    })
  } finally {
    reader.close()
  }
}

const syncToDisk = (path: string): void => {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
