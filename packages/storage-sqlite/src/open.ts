import { resolve } from 'node:path'
import { StorageError } from '@skein/engine'
import { needsKeys, pairKeyFile } from './key-file-pairing.js'
import { openFile } from './open-file.js'
import type { SqliteOptions, SqliteStorage } from './options.js'
import { checkPath } from './path-checks.js'
import { baseFile, keysFile } from './schema.js'
import { storageOf } from './storage.js'

/**
 * Opens a store in SQLite files; several processes may have it open at once.
 * Throws `StorageError`, which says what is wrong with the path or the file.
 *
 * @example
 * const storage = await openSqlite({ path: './base.db' })
 */
export const openSqlite = async (options: SqliteOptions): Promise<SqliteStorage> => {
  const { path, keysPath = `${path}.keys`, durability = 'full', readOnly = false, busyTimeoutMs = 10_000 } = options
  if (resolve(path) === resolve(keysPath))
    throw new StorageError('failed', `${path} cannot hold both events and keys; give another keysPath.`)
  // before anything is made
  checkPath(keysPath)
  const base = await openFile(path, baseFile, { durability, readOnly, busyTimeoutMs })
  try {
    const mustExist = await needsKeys(base)
    const keys = await openFile(keysPath, keysFile, { durability: 'full', readOnly, busyTimeoutMs, mustExist })
    try {
      await pairKeyFile(base, keys)
      return storageOf(base, keys)
    } catch (error) {
      await keys.close()
      throw error
    }
  } catch (error) {
    await base.close()
    throw error
  }
}
