import { StorageError } from '@skein/engine'
import { retryUntil } from '@skein/engine/storage'
import Database from 'better-sqlite3'
import type { FileKind } from '../schema/file-kinds.js'
import { assertKind, assertReadable, migrate, versionOf } from '../schema/migrate.js'
import { busyRetry } from './busy-retry.js'
import { storageError } from './errors.js'
import { cannotCreate, cannotReadInFolder, checkFile, checkPath, type ExpectedFile, lostFile } from './path-checks.js'
import { SqliteFile } from './sqlite-file.js'
import { cleanUpWal } from './wal-cleanup.js'

export interface FileOptions extends ExpectedFile {
  readonly durability: 'full' | 'normal'
  /** How long to wait for the locks of other processes, in milliseconds. */
  readonly busyTimeoutMs: number
}

/** How long SQLite itself waits for a lock while a file is opened, in milliseconds. That blocks the process. */
const blockingTimeoutMs = 200

/** Opens a file of this kind; makes it or migrates it if that is allowed. */
export const openFile = async (path: string, kind: FileKind, options: FileOptions): Promise<SqliteFile> => {
  const { readOnly, create, busyTimeoutMs, mustExist = false } = options
  checkPath(path)
  const isThere = checkFile(path, kind, options)
  const cleanUp = () => {
    if (readOnly) cleanUpWal(path)
  }
  let database: Database.Database | undefined
  try {
    const fileMustExist = readOnly || !create || mustExist
    database = new Database(path, { readonly: readOnly, fileMustExist, timeout: blockingTimeoutMs })
    const opened = database
    await retryUntil(() => prepare(opened, path, kind, options), busyRetry(busyTimeoutMs))
    // from now on waiting leaves the process free: `TransactionQueue` and `SqliteFile.read` try again
    opened.pragma('busy_timeout = 0')
    return new SqliteFile(opened, path, busyTimeoutMs, cleanUp)
  } catch (error) {
    database?.close()
    cleanUp()
    const reason = isThere ? readOnly && cannotReadInFolder(error, path) : cannotCreate(error, path)
    throw reason || storageError(error, path)
  }
}

const prepare = (database: Database.Database, path: string, kind: FileKind, options: FileOptions) => {
  assertKind(database, path, kind)
  if (options.mustExist && versionOf(database) === 0) throw lostFile(path, kind)
  // enough for the inner pages of the indexes of some ten million events
  database.pragma('cache_size = -32000')
  database.pragma('temp_store = MEMORY')
  if (options.readOnly) return assertReadable(database, path, kind)
  if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
    throw new StorageError('failed', {
      en: `${path}: its file system has no shared memory, which SQLite needs; put it on a local disk.`,
      zh: `${path}:所在文件系统没有 SQLite 所需的共享内存;请放到本地磁盘。`,
    })
  database.pragma(`synchronous = ${options.durability === 'full' ? 'FULL' : 'NORMAL'}`)
  // truncates the write-ahead log after a large commit
  database.pragma('journal_size_limit = 67108864')
  migrate(database, kind)
}
