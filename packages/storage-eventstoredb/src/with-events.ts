import type { Storage } from '@skein/engine'
import type { EventStoreDBEvents } from './open.js'

/**
 * One store of the events on a server and of the read models and keys of another store, whose own events stay unused.
 * Closing it closes both.
 *
 * @example
 * const storage = withEvents(await openEventStoreDB({ url }), await openSqlite({ path: './read-models.db' }))
 */
export const withEvents = (events: EventStoreDBEvents, other: Storage): Storage => ({
  name: `${events.name} with read models and keys in ${other.name}`,
  ephemeral: false,
  events,
  readModels: other.readModels,
  keys: other.keys,
  async close() {
    await Promise.all([events.close(), other.close()])
  },
})
