import { resolve } from 'node:path'
import { type Storage, StorageError } from '@skein/engine'
import { backUp } from './backup.js'
import { SqliteEvents } from './events.js'
import type { SqliteFile } from './file.js'
import { SqliteKeys } from './keys.js'
import { openFile } from './open-file.js'
import { SqliteReadModels } from './read-models.js'
import { baseFile, keysFile } from './schema.js'

export interface SqliteOptions {
  /** The file of events and read models; made where there is none, in a directory that exists. */
  readonly path: string
  /** The file of the keys; default `path` with `.keys` appended. */
  readonly keysPath?: string
  /**
   * `full` (default): what was acknowledged survives a power cut. `normal`: a power cut may take the last moments, a
   * killed process takes nothing; many times faster on slow disks. Keys are always kept in full.
   */
  readonly durability?: 'full' | 'normal'
  /** Change nothing; the files must exist. */
  readonly readOnly?: boolean
  /** How long a lock of another process is waited for before it is an error, in milliseconds; default 10,000. */
  readonly patience?: number
}

export interface SqliteStorage extends Storage {
  /**
   * Copies everything to `path`, and the keys to `keysPath` (default `path` with `.keys` appended; `false`: leave them
   * out), while it is in use. Neither may exist.
   */
  backup(path: string, options?: { readonly keysPath?: string | false }): Promise<void>
}

/**
 * Opens a store in SQLite files; several processes may have it open at once.
 * Throws `StorageError`, which says what is wrong with the path or the file.
 *
 * @example
 * const storage = await openSqlite({ path: './base.db' })
 */
export const openSqlite = async (options: SqliteOptions): Promise<SqliteStorage> => {
  const { path, keysPath = `${path}.keys`, durability = 'full', readOnly = false, patience = 10_000 } = options
  if (resolve(path) === resolve(keysPath))
    throw new StorageError('failed', `${path} cannot hold both events and keys; give another keysPath.`)
  const base = await openFile(path, baseFile, { durability, readOnly, patience })
  try {
    const keys = await openFile(keysPath, keysFile, { durability: 'full', readOnly, patience })
    return storageOf(base, keys)
  } catch (error) {
    await base.close()
    throw error
  }
}

/** The store that two open files make. */
export const storageOf = (base: SqliteFile, keys: SqliteFile): SqliteStorage => {
  const events = new SqliteEvents(base)
  return {
    name: `sqlite:${base.path}`,
    ephemeral: false,
    events,
    readModels: new SqliteReadModels(base),
    keys: new SqliteKeys(keys),
    async backup(to, { keysPath = `${to}.keys` } = {}) {
      await backUp(base, to)
      // after the events, so that every key they need is there
      if (keysPath !== false) await backUp(keys, keysPath)
    },
    async close() {
      const closed = [base.close(), keys.close()]
      events.close()
      await Promise.all(closed)
    },
  }
}
