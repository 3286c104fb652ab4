import { resolve } from 'node:path'
import { StorageError } from '@skein/engine'
import { checkNodeVersion, checkOptions } from '@skein/engine/storage'
import { openFile } from './connection/open-file.js'
import { checkPath } from './connection/path-checks.js'
import { needsKeys, pairKeyFile } from './keys/key-file-pairing.js'
import { type SqliteOptions, type SqliteStorage, sqliteOptionTypes } from './options.js'
import { baseFile, keysFile } from './schema/file-kinds.js'
import { storageOf } from './storage.js'

/**
 * Opens a store in SQLite files; several processes may have it open at once.
 * Throws `StorageError`, whose text says what is wrong with the path or the file, and `Misconfigured` for options that
 * cannot be used or a version of Node that is too old.
 *
 * @example
 * const storage = await openSqlite({ path: './base.db' })
 */
export const openSqlite = async (options: SqliteOptions): Promise<SqliteStorage> => {
  checkNodeVersion('openSqlite')
  checkOptions('openSqlite', options, sqliteOptionTypes)
  const { path, keysPath = `${path}.keys` } = options
  const { durability = 'full', readOnly = false, create = true, busyTimeoutMs = 10_000, adoptKeys = false } = options
  const { aloneOnFullDisk = false } = options
  if (resolve(path) === resolve(keysPath))
    throw new StorageError('failed', {
      en: `${path} cannot hold both events and keys; give another keysPath.`,
      zh: `${path} 不能同时存放事件与密钥;请另设 keysPath。`,
    })
  // before any file is made
  checkPath(keysPath)
  const base = await openFile(path, baseFile, { durability, readOnly, create, busyTimeoutMs, aloneOnFullDisk })
  try {
    const mustExist = await needsKeys(base)
    const keysOptions = {
      durability: 'full',
      readOnly,
      create: true,
      busyTimeoutMs,
      aloneOnFullDisk,
      mustExist,
    } as const
    const keys = await openFile(keysPath, keysFile, keysOptions)
    try {
      await pairKeyFile(base, keys, adoptKeys)
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
