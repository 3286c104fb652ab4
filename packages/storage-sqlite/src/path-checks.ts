import { accessSync, constants, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StorageError } from '@skein/engine'
import type { FileKind } from './schema.js'

// What can be said about the place of a file without opening it.

export const checkPath = (path: string): void => {
  if (path === '' || path === ':memory:')
    throw new StorageError('failed', 'SQLite needs the path of a file; for a store in memory use openMemory().')
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new StorageError('failed', `${path} is a directory; give the path of a file, such as ${path}/base.db.`)
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new StorageError('missing', `${path}: there is no directory ${dirname(path)}; make it first.`)
}

interface Wanted {
  readonly readOnly: boolean
  readonly mustExist?: boolean
}

/** Whether there is a file; complains where there has to be one. */
export const checkThere = (path: string, kind: FileKind, { readOnly, mustExist }: Wanted): boolean => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (mustExist && (found === undefined || found.size === 0)) throw lost(path, kind)
  if (readOnly && found === undefined)
    throw new StorageError('missing', `${path} does not exist; open it without \`readOnly\` to make it.`)
  return found !== undefined
}

export const lost = (path: string, { what }: FileKind): StorageError =>
  new StorageError(
    'missing',
    `${path} is missing or empty: it holds the ${what} that belong to this database; put it back.`,
  )

/** Whether this process may do so; what a file system says beforehand serves messages only. */
const may = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

/** Why a new file could not be made, where its folder is the reason. */
export const unmakeable = (cause: unknown, path: string): StorageError | undefined =>
  may(dirname(path), constants.W_OK | constants.X_OK)
    ? undefined
    : new StorageError(
        'read-only',
        `${path} cannot be made: the folder ${dirname(path)} may not be written; grant that, or choose another.`,
        { cause },
      )

/** Why a reader could not open a file, where its folder is the reason. */
export const unreadable = (cause: unknown, path: string, readOnly: boolean): StorageError | undefined =>
  !readOnly || cause instanceof StorageError || !may(path, constants.R_OK) || may(dirname(path), constants.W_OK)
    ? undefined
    : new StorageError(
        'read-only',
        `${path}: SQLite keeps two small files beside it even for readers, and the folder ${dirname(path)} may not be written; grant that, or copy the file to another folder.`,
        { cause },
      )
