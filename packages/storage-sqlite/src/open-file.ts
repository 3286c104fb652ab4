import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StorageError } from '@skein/engine'
import Database from 'better-sqlite3'
import { storageError } from './faults.js'
import { SqliteFile } from './file.js'
import { patiently } from './patience.js'
import type { FileKind } from './schema.js'

export interface FileOptions {
  readonly durability: 'full' | 'normal'
  readonly readOnly: boolean
  /** How long another process is waited for, in milliseconds. */
  readonly patience: number
}

/** Opens a file of this kind; makes it, or brings it up to date, where it may be written. */
export const openFile = async (path: string, kind: FileKind, options: FileOptions): Promise<SqliteFile> => {
  checkPath(path, options.readOnly)
  let database: Database.Database | undefined
  try {
    // SQLite itself waits this long for a lock, which blocks the process; `patiently` waits on without blocking
    database = new Database(path, { readonly: options.readOnly, fileMustExist: options.readOnly, timeout: 200 })
    const opened = database
    await patiently(options.patience, () => prepare(opened, path, kind, options))
    return new SqliteFile(opened, path, options.patience)
  } catch (error) {
    database?.close()
    throw storageError(error, path)
  }
}

const checkPath = (path: string, mustExist: boolean) => {
  if (path === '' || path === ':memory:')
    throw new StorageError('failed', 'SQLite needs the path of a file; for a store in memory use openMemory().')
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory())
    throw new StorageError('failed', `${path} is a directory; give the path of a file, such as ${path}/base.db.`)
  if (found === undefined && mustExist)
    throw new StorageError('missing', `${path} does not exist; open it without \`readOnly\` to make it.`)
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new StorageError('missing', `${path}: there is no directory ${dirname(path)}; make it first.`)
}

const prepare = (database: Database.Database, path: string, kind: FileKind, options: FileOptions) => {
  checkOurs(database, path, kind)
  // enough for the inner pages of the indexes of some ten million events
  database.pragma('cache_size = -32000')
  database.pragma('temp_store = MEMORY')
  if (options.readOnly) {
    if (versionOf(database) < kind.steps.length)
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
