import { type EventsSide, type KeysSide, pairIdOf } from '@skein/engine/storage'
import type { SqliteFile } from '../connection/sqlite-file.js'

/** Whether there must be keys for what this file holds, or for events in another store that its read models come from. */
export const needsKeys = async (base: SqliteFile): Promise<boolean> => {
  const { holdsEvents, keyChanges } = await eventsSideOf(base)
  return holdsEvents || keyChanges > 0
}

/** Throws unless the keys belong to this database; gives both files the same id. */
export const pairKeyFile = async (base: SqliteFile, keys: SqliteFile, adoptKeys: boolean): Promise<void> => {
  const id = pairIdOf(await eventsSideOf(base), await keysSideOf(keys), adoptKeys)
  if (base.isReadOnly) return
  const insert = (file: SqliteFile, statement: string) => {
    const prepared = file.database.prepare<[string]>(statement)
    return file.write(() => prepared.run(id))
  }
  await insert(base, 'INSERT INTO pair (one, id, key_changes) VALUES (1, ?, 0) ON CONFLICT DO NOTHING')
  await insert(keys, 'INSERT INTO store (one, id, changes) VALUES (1, ?, 0) ON CONFLICT DO NOTHING')
  // another process may have been faster with another id
  pairIdOf(await eventsSideOf(base), await keysSideOf(keys), true)
}

const eventsSideOf = (file: SqliteFile): Promise<EventsSide> =>
  file.read(() => {
    const { database, path } = file
    const holdsEvents = database.prepare('SELECT 1 FROM events LIMIT 1').get() !== undefined
    if (!hasTable(file, 'pair')) return { name: path, keyChanges: 0, holdsEvents }
    const pair = database.prepare<[], [id: string, keyChanges: number]>('SELECT id, key_changes FROM pair').raw().get()
    return { name: path, id: pair?.[0], keyChanges: pair?.[1] ?? 0, holdsEvents }
  })

const keysSideOf = (file: SqliteFile): Promise<KeysSide> =>
  file.read(() => {
    const { database, path } = file
    if (!hasTable(file, 'store')) return { name: path, changes: 0 }
    const store = database.prepare<[], [id: string, changes: number]>('SELECT id, changes FROM store').raw().get()
    return { name: path, id: store?.[0], changes: store?.[1] ?? 0 }
  })

/** A file of an older format that is open for reading only has no table for it. */
const hasTable = ({ database }: SqliteFile, name: string): boolean =>
  database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined
