// Events and keys are two files that can get separated: one is copied without the other, or files of two stores are
// mixed up. So both store the same pair id. Files of a format from before pair ids, and new files, have none yet and
// take that of the other file.
import { randomUUID } from 'node:crypto'
import { StorageError } from '@skein/engine'
import type { SqliteFile } from '../connection/sqlite-file.js'

/** Whether keys exist for what this file holds, or for events in another store that its read models come from. */
export const needsKeys = (base: SqliteFile): Promise<boolean> =>
  base.read(() => holdsAny(base, 'events') || (hasColumn(base, 'has_keys') && holdsAny(base, 'pair WHERE has_keys')))

/** Throws unless the keys belong to this database; gives both files the same pair id where one has none. */
export const pairKeyFile = async (base: SqliteFile, keys: SqliteFile): Promise<void> => {
  const [baseId, keysId] = [await pairIdOf(base), await pairIdOf(keys)]
  if (baseId !== undefined && keysId !== undefined) {
    if (baseId !== keysId) throw keysOfAnother(base, keys)
  } else if (!base.database.readonly) {
    const common = await setPairId(base, baseId ?? keysId ?? randomUUID())
    if ((await setPairId(keys, common)) !== common) throw keysOfAnother(base, keys)
  }
  await recordKeys(base, keys)
}

/** Records in the database that its keys file holds keys. */
const recordKeys = async (base: SqliteFile, keys: SqliteFile): Promise<void> => {
  if (base.database.readonly || !(await keys.read(() => holdsAny(keys, 'keys')))) return
  if (await base.read(() => holdsAny(base, 'pair WHERE has_keys'))) return
  const record = base.database.prepare('UPDATE pair SET has_keys = 1')
  await base.write(() => record.run())
}

const holdsAny = ({ database }: SqliteFile, rows: 'events' | 'keys' | 'pair WHERE has_keys'): boolean =>
  database.prepare(`SELECT 1 FROM ${rows} LIMIT 1`).get() !== undefined

/** A file of an older format that is open for reading only has no table for it. */
const pairIdOf = (file: SqliteFile): Promise<string | undefined> =>
  file.read(() => {
    if (!hasColumn(file, 'id')) return undefined
    return file.database.prepare<[], string>('SELECT id FROM pair').pluck().get()
  })

const hasColumn = ({ database }: SqliteFile, column: 'id' | 'has_keys'): boolean =>
  database.prepare("SELECT 1 FROM pragma_table_info('pair') WHERE name = ?").get(column) !== undefined

/** Sets the pair id of a file that has none; resolves to the id that it has then. */
const setPairId = (file: SqliteFile, id: string): Promise<string> => {
  const { database } = file
  const insert = database.prepare<[string]>('INSERT INTO pair (one, id) VALUES (1, ?) ON CONFLICT DO NOTHING')
  const select = database.prepare<[], string>('SELECT id FROM pair').pluck()
  return file.write(() => {
    insert.run(id)
    return select.get() ?? id
  })
}

const keysOfAnother = (base: SqliteFile, keys: SqliteFile): StorageError =>
  new StorageError('failed', {
    en: `${keys.path} holds the keys of another database, not those of ${base.path}; put the right file in its place.`,
    zh: `${keys.path} 是另一数据库的密钥,不属于 ${base.path};请换成对应的文件。`,
  })
