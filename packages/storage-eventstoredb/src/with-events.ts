import type { Storage } from '@skein/engine'
import { checkOptions, type OptionTypes, option } from '@skein/engine/storage'
import type { EventStoreDBEvents } from './options.js'

const storeTypes: OptionTypes = {
  events: option.required(
    option.objectWith(
      { en: 'the result of await openEventStoreDB(…)', zh: 'await openEventStoreDB(…) 的结果' },
      'append',
      'name',
    ),
  ),
  other: option.required(
    option.objectWith(
      { en: 'an open store such as await openSqlite(…)', zh: '已打开的存储,如 await openSqlite(…)' },
      'readModels',
      'keys',
    ),
  ),
}

/**
 * Combines the events of a server with the read models and keys of another store, whose own events are not used.
 * Closing the result closes both.
 *
 * @example
 * const storage = withEvents(await openEventStoreDB({ url }), await openSqlite({ path: './read-models.db' }))
 */
export const withEvents = (events: EventStoreDBEvents, other: Storage): Storage => {
  checkOptions('withEvents', { events, other }, storeTypes)
  return {
    name: `${events.name} with read models and keys in ${other.name}`,
    ephemeral: false,
    events,
    readModels: other.readModels,
    keys: other.keys,
    ...filesOf(other),
    async close() {
      await Promise.all([events.close(), other.close()])
    },
  }
}

const filesOf = ({ files }: Storage): Pick<Storage, 'files'> => (files === undefined ? {} : { files })
