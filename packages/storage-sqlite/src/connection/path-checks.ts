// Errors that can be found by looking at a path, before SQLite opens the file.
import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { isStorageError, StorageError } from '@skein/engine'
import type { FileKind } from '../schema/file-kinds.js'

export const checkPath = (path: string): void => {
  if (path === '' || path === ':memory:')
    throw new StorageError('failed', {
      en: 'SQLite needs the path of a file, such as ./base.db; for a store in memory use openMemory().',
      zh: 'SQLite 需要文件路径,如 ./base.db;如需内存存储,请用 openMemory()。',
    })
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new StorageError('failed', {
      en: `${path} is a directory; give the path of a file, such as ${path}/base.db.`,
      zh: `${path} 是文件夹;请给出文件路径,如 ${path}/base.db。`,
    })
  const folder = dirname(path)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new StorageError('missing', {
      en: `${path} cannot be made: there is no folder ${folder}; make it first, or choose another path.`,
      zh: `无法创建 ${path}:文件夹 ${folder} 不存在;请先创建,或另选路径。`,
    })
}

export interface ExpectedFile {
  readonly readOnly: boolean
  /** Whether the file may be made. */
  readonly create: boolean
  /** It was made before: a missing or empty one was lost, and a new one in its place would hide that. */
  readonly mustExist?: boolean
}

/** Whether there is a file; throws where one is needed. */
export const checkFile = (path: string, kind: FileKind, { readOnly, create, mustExist }: ExpectedFile): boolean => {
  const file = statSync(path, { throwIfNoEntry: false })
  if (mustExist && (file === undefined || file.size === 0)) throw lostFile(path, kind)
  if (create && !readOnly) return file !== undefined
  if (file === undefined)
    throw new StorageError('missing', {
      en: `there is no file ${path}; check the path, or open it with \`create: true\` to make it.`,
      zh: `文件 ${path} 不存在;请检查路径,或以 \`create: true\` 打开以创建。`,
    })
  if (file.size === 0)
    throw new StorageError('failed', {
      en: `${path} is an empty file, not a database; check the path, or restore a backup.`,
      zh: `${path} 是空文件,不是数据库;请检查路径,或恢复备份。`,
    })
  return true
}

export const lostFile = (path: string, { content }: FileKind): StorageError =>
  new StorageError('missing', {
    en: `${path} is missing or empty: it holds the ${content.en} of this database; put it back.`,
    zh: `缺少 ${path} 或该文件为空:其中存有此数据库的${content.zh};请放回。`,
  })

/** Whether this process may do so; used for messages only. */
const isAllowed = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

/** Why a new file could not be made, if its folder is the reason. */
export const cannotCreate = (cause: unknown, path: string): StorageError | undefined => {
  const folder = dirname(path)
  if (isAllowed(folder, constants.W_OK | constants.X_OK)) return undefined
  return new StorageError(
    'read-only',
    {
      en: `${path} cannot be made: the folder ${folder} may not be written; grant write permission, or choose another path.`,
      zh: `无法创建 ${path}:文件夹 ${folder} 不可写;请授予写权限,或另选路径。`,
    },
    { cause },
  )
}

/** Why a file could not be opened for reading, if its folder is the reason. */
export const cannotReadInFolder = (cause: unknown, path: string): StorageError | undefined => {
  const folder = dirname(path)
  if (isStorageError(cause) || !isAllowed(path, constants.R_OK) || isAllowed(folder, constants.W_OK)) return undefined
  return new StorageError(
    'read-only',
    {
      en: `${path}: even to read a database, SQLite keeps two small files beside it, and the folder ${folder} may not be written; grant write permission, or copy the file and its keys to another folder.`,
      zh: `${path} 在原处无法读取:SQLite 即使只读也要在旁边存放两个小文件,而文件夹 ${folder} 不可写;请授予写权限,或将该文件及其密钥文件复制到其他文件夹。`,
    },
    { cause },
  )
}
