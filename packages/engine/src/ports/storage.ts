import type { EventStore } from './event-store.js'
import type { KeyStore } from './key-store.js'
import type { ReadModelStore } from './read-model-store.js'

export interface Storage {
  /** The name of the store in messages, without secrets: `sqlite:./base.db`. */
  readonly name: string
  /** Whether all content is lost when the process ends; the engine may then generate a master key. */
  readonly ephemeral: boolean
  readonly events: EventStore
  readonly readModels: ReadModelStore
  readonly keys: KeyStore
  /** Waits for running operations, then releases all resources; later calls throw `StorageError`. May be called again. */
  close(): Promise<void>
}
