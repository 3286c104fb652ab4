import { StorageError } from '@skein/engine'
import type { Database } from 'better-sqlite3'
import type { FileKind } from './file-kinds.js'

/** Throws unless the database is new, or a file of this kind that this version of Skein knows. */
export const assertKind = (database: Database, path: string, kind: FileKind): void => {
  const applicationId = database.pragma('application_id', { simple: true })
  if (applicationId === kind.applicationId) {
    if (versionOf(database) <= kind.steps.length) return
    throw new StorageError('newer', {
      en: `${path} was written by a newer version of Skein; upgrade to read it.`,
      zh: `${path} 由更新版本的 Skein 写入;请升级后再读取。`,
    })
  }
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_master').get() === undefined
  if (isEmpty && applicationId === 0) return
  throw new StorageError('failed', {
    en: `${path} is a SQLite database, but not one of Skein's ${kind.content.en}; check the path.`,
    zh: `${path} 是 SQLite 数据库,但不是 Skein 的${kind.content.zh}文件;请检查路径。`,
  })
}

/** Throws if a reader, which migrates nothing, cannot read this version. */
export const assertReadable = (database: Database, path: string, kind: FileKind): void => {
  if (versionOf(database) >= kind.readableFrom) return
  throw new StorageError('failed', {
    en: `${path} has an older format; open it once without \`readOnly\` to migrate it.`,
    zh: `${path} 的格式较旧;请先去掉 \`readOnly\` 打开一次以升级格式。`,
  })
}

/** Brings the database to the newest version. */
export const migrate = (database: Database, kind: FileKind): void => {
  if (versionOf(database) >= kind.steps.length) return
  const run = database.transaction(() => {
    // read again under the lock: another process may have migrated it meanwhile
    const version = versionOf(database)
    if (version >= kind.steps.length) return
    for (const step of kind.steps.slice(version)) database.exec(step)
    database.pragma(`application_id = ${kind.applicationId}`)
    database.pragma(`user_version = ${kind.steps.length}`)
  })
  run.immediate()
}

export const versionOf = (database: Database): number => Number(database.pragma('user_version', { simple: true }))
