import { statSync } from 'node:fs'
import type { StoreFile } from '@skein/engine'
import { checkedEvents, checkedKeys, checkedReadModels } from '@skein/engine/storage'
import { backUp } from './backup.js'
import type { SqliteFile } from './connection/sqlite-file.js'
import { SqliteEventStore } from './events/event-store.js'
import { KeyChanges } from './keys/key-changes.js'
import { SqliteKeyStore } from './keys/key-store.js'
import type { SqliteStorage } from './options.js'
import { SqliteReadModelStore } from './read-models/read-model-store.js'

/** The store of two open files. */
export const storageOf = (base: SqliteFile, keys: SqliteFile): SqliteStorage => {
  const changes = new KeyChanges(base)
  return {
    name: `sqlite:${base.path}`,
    ephemeral: false,
    events: checkedEvents(new SqliteEventStore(base, changes)),
    readModels: checkedReadModels(new SqliteReadModelStore(base)),
    keys: checkedKeys(new SqliteKeyStore(keys, changes)),
    files: async () => [base, keys].map(storeFileOf),
    async backup(to, { keysPath = `${to}.keys`, signal } = {}) {
      await backUp(base, to, signal)
      // after the events, so that it holds the keys of all of them
      if (keysPath !== false) await backUp(keys, keysPath, signal)
    },
    async close() {
      try {
        await changes.flush()
      } finally {
        await Promise.all([base.close(), keys.close()])
      }
    },
  }
}

const storeFileOf = ({ path }: SqliteFile): StoreFile => ({
  path,
  bytes: sizeOf(path),
  walBytes: sizeOf(`${path}-wal`),
})

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
