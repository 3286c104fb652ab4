import type { Environment, Storage } from '../ports/index.js'
import { machineEnvironment } from '../primitives/machine-environment.js'
import { checkedEvents } from '../storage/checked-events.js'
import { checkedKeys } from '../storage/checked-keys.js'
import { checkedReadModels } from '../storage/checked-read-models.js'
import { CloseGuard } from '../storage/close-guard.js'
import { MemoryEventStore } from './event-store.js'
import { MemoryKeyStore } from './key-store.js'
import { MemoryReadModelStore } from './read-model-store.js'

export interface MemoryOptions {
  /** Default that of the machine. */
  readonly environment?: Environment
}

/**
 * A store in memory, which ends with the process: for tests, trials and dry runs, and the model that other stores are
 * compared with.
 */
export const openMemory = ({ environment = machineEnvironment }: MemoryOptions = {}): Storage => {
  const closeGuard = new CloseGuard({
    en: 'The store in memory was closed; open a new one.',
    zh: '内存存储已关闭;请重新打开一个。',
  })
  return {
    name: 'memory:',
    ephemeral: true,
    events: checkedEvents(new MemoryEventStore(closeGuard)),
    readModels: checkedReadModels(new MemoryReadModelStore(closeGuard, environment)),
    keys: checkedKeys(new MemoryKeyStore(closeGuard, environment)),
    close: () => closeGuard.close(),
  }
}
