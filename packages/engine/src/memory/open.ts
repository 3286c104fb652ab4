import type { Storage } from '../ports/index.js'
import { CloseGuard } from './close-guard.js'
import { MemoryEvents } from './events.js'
import { MemoryKeys } from './keys.js'
import { MemoryReadModels } from './read-models.js'

/**
 * A store that lives and dies with the process: for tests, trials and dry runs, and the model that other stores are
 * measured against.
 */
export const openMemory = (): Storage => {
  const door = new CloseGuard()
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
