import { existsSync, renameSync, rmSync } from 'node:fs'
import { StorageError } from '@skein/engine'
import { storageError } from './faults.js'
import type { SqliteFile } from './file.js'

/** Copies a file while it is in use. The copy appears under its name when it is complete. */
export const backUp = (file: SqliteFile, path: string): Promise<void> => {
  const copy = async () => {
    file.assertOpen()
    if (existsSync(path)) throw new StorageError('failed', `${path} exists already; give another path for the backup.`)
    const partial = `${path}.partial`
    try {
      await file.database.backup(partial)
      renameSync(partial, path)
    } catch (error) {
      rmSync(partial, { force: true })
      throw storageError(error, path)
    }
  }
  return file.during(copy())
}
