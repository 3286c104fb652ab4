import { StorageError } from '@skein/engine'
import Database from 'better-sqlite3'
import { storageError } from './faults.js'
import { SqliteFile } from './file.js'
import { checkPath, checkThere, lost, unmakeable, unreadable } from './path-checks.js'
import { retryUntil } from './retry.js'
import type { FileKind } from './schema.js'
import { cleanUpWal } from './wal-cleanup.js'

export interface FileOptions {
  readonly durability: 'full' | 'normal'
  readonly readOnly: boolean
  /** How long another process is waited for, in milliseconds. */
  readonly busyTimeoutMs: number
  /** It was made before: a missing one is lost, and an empty one in its place would hide that. */
  readonly mustExist?: boolean
}

/** Opens a file of this kind; makes it, or brings it up to date, where it may be written. */
export const openFile = async (path: string, kind: FileKind, options: FileOptions): Promise<SqliteFile> => {
  const { readOnly, busyTimeoutMs, mustExist = false } = options
  checkPath(path)
  const isThere = checkThere(path, kind, options)
  const tidy = () => {
    if (readOnly) cleanUpWal(path)
  }
  let database: Database.Database | undefined
  try {
    // SQLite itself waits this long for a lock, which blocks the process; `patiently` waits on without blocking
    database = new Database(path, { readonly: readOnly, fileMustExist: readOnly || mustExist, timeout: 200 })
    const opened = database
    await retryUntil(busyTimeoutMs, () => prepare(opened, path, kind, options))
    return new SqliteFile(opened, path, busyTimeoutMs, tidy)
  } catch (error) {
    database?.close()
    tidy()
    throw (isThere ? unreadable(error, path, readOnly) : unmakeable(error, path)) ?? storageError(error, path)
  }
}

const prepare = (database: Database.Database, path: string, kind: FileKind, options: FileOptions) => {
  checkOurs(database, path, kind)
  if (options.mustExist && versionOf(database) === 0) throw lost(path, kind)
  // enough for the inner pages of the indexes of some ten million events
  database.pragma('cache_size = -32000')
  database.pragma('temp_store = MEMORY')
  if (options.readOnly) {
    if (versionOf(database) < kind.readableFrom)
      throw new StorageError('failed', `${path} has an older format; open it once without \`readOnly\` to lift it.`)
    return
  }
  if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal')
    throw new StorageError('failed', `${path}: its file system has no shared memory; put it on a local disk.`)
  database.pragma(`synchronous = ${options.durability === 'full' ? 'FULL' : 'NORMAL'}`)
  // what a large commit leaves behind is given back
  database.pragma('journal_size_limit = 67108864')
  if (versionOf(database) < kind.steps.length) migrate(database, kind)
}

const migrate = (database: Database.Database, kind: FileKind) => {
  const lift = database.transaction(() => {
    // read again under the lock: another process may have been first
    for (const step of kind.steps.slice(versionOf(database))) database.exec(step)
    database.pragma(`application_id = ${kind.applicationId}`)
    database.pragma(`user_version = ${kind.steps.length}`)
  })
  lift.immediate()
}

const checkOurs = (database: Database.Database, path: string, kind: FileKind) => {
  const applicationId = database.pragma('application_id', { simple: true })
  if (applicationId === kind.applicationId) {
    if (versionOf(database) > kind.steps.length)
      throw new StorageError('newer', `${path} was written by a newer version of Skein; upgrade to read it.`)
    return
  }
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_master').get() === undefined
  if (!isEmpty || applicationId !== 0)
    throw new StorageError(
      'failed',
      `${path} is a SQLite database, but not one of Skein's ${kind.what}; check the path.`,
    )
}

const versionOf = (database: Database.Database): number => Number(database.pragma('user_version', { simple: true }))
