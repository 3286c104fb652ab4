import type { EventStore } from './event-store.js'
import type { KeyStore } from './key-store.js'
import type { ReadModelStore } from './read-model-store.js'

export interface Storage {
  /** What it is, for messages: `sqlite:./base.db`, without secrets. */
  readonly name: string
  /** Nothing outlives the process: the engine may then make up a master key. */
  readonly ephemeral: boolean
  readonly events: EventStore
  readonly readModels: ReadModelStore
  readonly keys: KeyStore
  /** Waits for what is under way, then lets go of everything; further calls throw `StorageError`. Safe to repeat. */
  close(): Promise<void>
}
