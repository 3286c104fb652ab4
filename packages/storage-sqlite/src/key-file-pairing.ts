import { randomUUID } from 'node:crypto'
import { StorageError } from '@skein/engine'
import type { SqliteFile } from './file.js'

// Events and keys stand in two files, which get separated: one is copied without the other, or they are mixed up. So
// both keep the same id. Files from before there were ids have none, and neither has one that is new: those take the
// other's.

/** Whether keys were made for what this file holds, or for events elsewhere that it tells of. */
export const needsKeys = (base: SqliteFile): Promise<boolean> =>
  base.read(() => holdsAny(base, 'events') || (hasColumn(base, 'has_keys') && holdsAny(base, 'pair WHERE has_keys')))

/** Makes sure that the keys are those of this database, and marks what bears no mark yet. */
export const pairKeyFile = async (base: SqliteFile, keys: SqliteFile): Promise<void> => {
  const [ofBase, ofKeys] = [await idOf(base), await idOf(keys)]
  if (ofBase !== undefined && ofKeys !== undefined) {
    if (ofBase !== ofKeys) throw otherKeys(base, keys)
  } else if (!base.database.readonly) {
    const common = await mark(base, ofBase ?? ofKeys ?? randomUUID())
    if ((await mark(keys, common)) !== common) throw otherKeys(base, keys)
  }
  await noteKeys(base, keys)
}

/** Leaves a note in a database that its keys file holds some. */
const noteKeys = async (base: SqliteFile, keys: SqliteFile): Promise<void> => {
  if (base.database.readonly || !(await keys.read(() => holdsAny(keys, 'keys')))) return
  if (await base.read(() => holdsAny(base, 'pair WHERE has_keys'))) return
  const note = base.database.prepare('UPDATE pair SET has_keys = 1')
  await base.write(() => note.run())
}

const holdsAny = ({ database }: SqliteFile, what: string): boolean =>
  database.prepare(`SELECT 1 FROM ${what} LIMIT 1`).get() !== undefined

/** What a file is marked with. One of an older format, which only a reader leaves as it is, has no place for it. */
const idOf = (file: SqliteFile): Promise<string | undefined> =>
  file.read(() => {
    if (!hasColumn(file, 'id')) return undefined
    return file.database.prepare<[], string>('SELECT id FROM pair').pluck().get()
  })

const hasColumn = ({ database }: SqliteFile, column: 'id' | 'has_keys'): boolean =>
  database.prepare("SELECT 1 FROM pragma_table_info('pair') WHERE name = ?").get(column) !== undefined

/** Marks a file that has no id; gives the one that stands. */
const mark = (file: SqliteFile, id: string): Promise<string> => {
  const { database } = file
  const add = database.prepare<[string]>('INSERT INTO pair (one, id) VALUES (1, ?) ON CONFLICT DO NOTHING')
  const standing = database.prepare<[], string>('SELECT id FROM pair').pluck()
  return file.write(() => {
    add.run(id)
    return standing.get() ?? id
  })
}

const otherKeys = (base: SqliteFile, keys: SqliteFile): StorageError =>
  new StorageError(
    'failed',
    `${keys.path} holds the keys of another database, not those of ${base.path}; put the right file in its place.`,
  )
