import { StorageError } from '@skein/engine'
import { retryUntil } from '@skein/engine/storage'
import Database from 'better-sqlite3'
import type { FileKind } from '../schema/file-kinds.js'
import { assertKind, assertReadable, migrate, versionOf } from '../schema/migrate.js'
import { busyRetry } from './busy-retry.js'
import { isWithoutSharedMemory, storageError } from './errors.js'
import { cannotCreate, cannotReadInFolder, checkFile, checkPath, type ExpectedFile, lostFile } from './path-checks.js'
import { SqliteFile } from './sqlite-file.js'
import { cleanUpWal } from './wal-cleanup.js'

export interface FileOptions extends ExpectedFile {
  readonly durability: 'full' | 'normal'
  /** How long to wait for the locks of other processes, in milliseconds. */
  readonly busyTimeoutMs: number
  /** Whether a file may be locked for this process where the disk has no room for what processes share. */
  readonly aloneOnFullDisk?: boolean
}

/** How long SQLite itself waits for a lock while a file is opened, in milliseconds. That blocks the process. */
const blockingTimeoutMs = 200

/** Opens a file of this kind; makes it or migrates it if that is allowed. */
export const openFile = async (path: string, kind: FileKind, options: FileOptions): Promise<SqliteFile> => {
  const { readOnly, busyTimeoutMs } = options
  checkPath(path)
  const isThere = checkFile(path, kind, options)
  const cleanUp = () => {
    if (readOnly) cleanUpWal(path)
  }
  try {
    const opened = await openPrepared(path, kind, options)
    // from now on waiting leaves the process free: `TransactionQueue` and `SqliteFile.read` try again
    opened.pragma('busy_timeout = 0')
    return new SqliteFile(opened, path, busyTimeoutMs, { isReadOnly: readOnly, onClosed: cleanUp })
  } catch (error) {
    cleanUp()
    const reason = isThere ? readOnly && cannotReadInFolder(error, path) : cannotCreate(error, path)
    throw reason || storageError(error, path)
  }
}

/**
 * On a full disk SQLite cannot make the memory that processes share beside the file. Opened for this process alone, it needs
 * none.
 */
const openPrepared = async (path: string, kind: FileKind, options: FileOptions): Promise<Database.Database> => {
  try {
    return await openOnce(path, kind, options, false)
  } catch (error) {
    if (!isWithoutSharedMemory(error) || options.aloneOnFullDisk !== true) throw error
    return openOnce(path, kind, options, true)
  }
}

const openOnce = async (path: string, kind: FileKind, options: FileOptions, isExclusive: boolean) => {
  const { readOnly, create, busyTimeoutMs, mustExist = false } = options
  const fileMustExist = readOnly || !create || mustExist
  // a file that is locked for one process has to be open for writing
  const readonly = readOnly && !isExclusive
  const database = new Database(path, { readonly, fileMustExist, timeout: blockingTimeoutMs })
  try {
    if (isExclusive) database.pragma('locking_mode = EXCLUSIVE')
    await retryUntil(() => prepare(database, path, kind, options), busyRetry(busyTimeoutMs))
    if (readOnly) database.pragma('query_only = ON')
    return database
  } catch (error) {
    database.close()
    throw error
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
