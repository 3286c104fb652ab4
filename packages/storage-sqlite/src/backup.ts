import { existsSync, renameSync, rmSync } from 'node:fs'
import { StorageError } from '@skein/engine'
import { storageError } from './connection/errors.js'
import type { SqliteFile } from './connection/sqlite-file.js'

/** Copies a file while it is in use. The copy gets its name only when it is complete. */
export const backUp = (file: SqliteFile, path: string): Promise<void> =>
  file.closeGuard.run(async () => {
    if (existsSync(path))
      throw new StorageError('failed', {
        en: `${path} exists already; choose another path for the backup.`,
        zh: `${path} 已存在;请为备份另选路径。`,
      })
    const partial = `${path}.partial`
    try {
      await file.database.backup(partial)
      renameSync(partial, path)
    } catch (error) {
      rmSync(partial, { force: true })
      throw storageError(error, path)
    }
  })
