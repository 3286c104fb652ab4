import type { Storage } from '@skein/engine'
import type { EventStoreDBEvents } from './options.js'

/**
 * Combines the events of a server with the read models and keys of another store, whose own events are not used.
 * Closing the result closes both.
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
