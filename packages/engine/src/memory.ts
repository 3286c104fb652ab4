import { Door } from './memory-door.js'
import { MemoryEvents } from './memory-events.js'
import { MemoryKeys } from './memory-keys.js'
import { MemoryReadModels } from './memory-read-models.js'
import type { Storage } from './ports.js'

/**
 * A store that lives and dies with the process: for tests, trials and dry runs, and the model that other stores are
 * measured against.
 */
export const openMemory = (): Storage => {
  const door = new Door()
  const events = new MemoryEvents(door)
  return {
    name: 'memory:',
    ephemeral: true,
    events,
    readModels: new MemoryReadModels(door),
    keys: new MemoryKeys(door),
    async close() {
      door.close()
      events.close()
    },
  }
}
