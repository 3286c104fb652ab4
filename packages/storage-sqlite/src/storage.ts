import { backUp } from './backup.js'
import { SqliteEvents } from './events.js'
import type { SqliteFile } from './file.js'
import { SqliteKeys } from './keys.js'
import type { SqliteStorage } from './options.js'
import { SqliteReadModels } from './read-models.js'

/** The store that two open files make. */
export const storageOf = (base: SqliteFile, keys: SqliteFile): SqliteStorage => {
  const events = new SqliteEvents(base)
  return {
    name: `sqlite:${base.path}`,
    ephemeral: false,
    events,
    readModels: new SqliteReadModels(base),
    keys: new SqliteKeys(keys),
    async backup(to, { keysPath = `${to}.keys` } = {}) {
      await backUp(base, to)
      // after the events, so that every key they need is there
      if (keysPath !== false) await backUp(keys, keysPath)
    },
    async close() {
      const closed = [base.close(), keys.close()]
      events.close()
      await Promise.all(closed)
    },
  }
}
