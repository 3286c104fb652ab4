import { existsSync, renameSync, rmSync } from 'node:fs'
import { StorageError } from '@skein/engine'
import Database from 'better-sqlite3'
import { isBusy, storageError } from './connection/errors.js'
import { openSqlite } from './open.js'

export interface RestoreOptions {
  /** The backup of events and read models. */
  readonly from: string
  /** The backup of the keys; default `from` with `.keys` appended. */
  readonly keysFrom?: string
  /** Where the store is to be. */
  readonly path: string
  /** Default `path` with `.keys` appended. */
  readonly keysPath?: string
  /** Keep what is there under another name, instead of refusing. */
  readonly replace?: boolean
}

/**
 * Puts a backup in the place of a store that no program has open. The backup is copied, and must fit its keys. Write-ahead
 * logs of the former files, which SQLite would apply to the backup, are moved away with them. Returns where the former
 * files are now. Throws `StorageError`.
 *
 * @example
 * await restoreSqlite({ from: './backup.db', path: './base.db', replace: true })
 */
export const restoreSqlite = async ({
  from,
  keysFrom = `${from}.keys`,
  path,
  keysPath = `${path}.keys`,
  replace = false,
}: RestoreOptions): Promise<readonly string[]> => {
  const present = [path, keysPath].filter((file) => existsSync(file))
  if (present.length > 0 && !replace) throw inTheWay(present)
  for (const file of present) assertUnused(file)
  const backup = await openSqlite({ path: from, keysPath: keysFrom, readOnly: true })
  const partial = { path: `${path}.restored`, keysPath: `${keysPath}.restored` }
  try {
    for (const file of Object.values(partial)) removeWithLogs(file)
    await backup.backup(partial.path, { keysPath: partial.keysPath })
  } finally {
    await backup.close()
  }
  const kept: string[] = []
  const suffix = `.before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  for (const file of [path, keysPath])
    for (const part of [file, `${file}-wal`, `${file}-shm`])
      if (existsSync(part)) {
        renameSync(part, part.replace(file, `${file}${suffix}`))
        kept.push(part.replace(file, `${file}${suffix}`))
      }
  renameSync(partial.path, path)
  renameSync(partial.keysPath, keysPath)
  return kept
}

/** Throws if a program has the database open. */
const assertUnused = (path: string): void => {
  try {
    const database = new Database(path, { timeout: 200 })
    try {
      database.pragma('locking_mode = EXCLUSIVE')
      database.exec('BEGIN IMMEDIATE; ROLLBACK')
    } finally {
      database.close()
    }
  } catch (error) {
    // a damaged file is what a backup is for
    if (isBusy(error)) throw inUse(path)
    if (storageError(error, path).fault !== 'corrupt') throw storageError(error, path)
  }
}

const removeWithLogs = (path: string): void => {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true })
}

const inTheWay = (files: readonly string[]): StorageError =>
  new StorageError('failed', {
    en: `${files.join(' and ')} exist already: nothing was restored. Restore to another path, or replace them, which keeps them under another name.`,
    zh: `${files.join('、')} 已存在,未恢复。请恢复到其他路径,或选择替换(原文件将另名保留)。`,
  })

const inUse = (path: string): StorageError =>
  new StorageError('unavailable', {
    en: `${path} is in use: stop all programs that have it open, then restore again.`,
    zh: `${path} 正在使用中:请停止所有打开它的程序,再行恢复。`,
  })
