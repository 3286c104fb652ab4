import type { Storage } from '../ports/index.js'
import { CloseGuard } from './close-guard.js'
import { MemoryEventStore } from './event-store.js'
import { MemoryKeyStore } from './key-store.js'
import { MemoryReadModelStore } from './read-model-store.js'

/**
 * Opens a store in memory, whose content is lost when the process ends: for tests, experiments and dry runs. It is also
 * the reference for other stores.
 */
export const openMemory = (): Storage => {
  const guard = new CloseGuard()
  const events = new MemoryEventStore(guard)
  return {
    name: 'memory:',
    ephemeral: true,
    events,
    readModels: new MemoryReadModelStore(guard),
    keys: new MemoryKeyStore(guard),
    async close() {
      guard.close()
      events.wakeSubscribers()
    },
  }
}
