import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { StorageError } from '@skein/engine'
import { storageError } from './connection/errors.js'
import type { SqliteFile } from './connection/sqlite-file.js'

/** Pages that are copied at a time; in between, the process does other work. */
const pagesAtOnce = 1_000
/** A commit of another process makes SQLite copy from the beginning. So often, and then all that is left is copied at once. */
const maxRestarts = 3

/**
 * Copies a file while it is in use. The copy gets its name only when it is complete, and on disk. Ends however often
 * others write. Throws `StorageError`, or the reason of the signal.
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
      await file.database.backup(partial, { progress: pagesOfNextStep(signal) })
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

/** How many pages are copied next; throws to end the backup. */
const pagesOfNextStep = (signal: AbortSignal | undefined) => {
  let last = Number.POSITIVE_INFINITY
  let restarts = 0
  return ({ totalPages, remainingPages }: { readonly totalPages: number; readonly remainingPages: number }): number => {
    signal?.throwIfAborted()
    if (remainingPages > last) restarts += 1
    last = remainingPages
    return restarts < maxRestarts ? pagesAtOnce : totalPages + pagesAtOnce
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
