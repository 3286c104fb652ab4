import type { EventStore } from './event-store.js'
import type { KeyStore } from './key-store.js'
import type { ReadModelStore } from './read-model-store.js'

/** A file of a store, for operators. */
export interface StoreFile {
  readonly path: string
  readonly bytes: number
  /** The write-ahead log beside it: what was written and is not yet in the file. */
  readonly walBytes: number
}

export interface Storage {
  /** The name of the store in messages, without secrets: `sqlite:./base.db`. */
  readonly name: string
  /** Whether all content is lost when the process ends; the engine may then generate a master key. */
  readonly ephemeral: boolean
  readonly events: EventStore
  readonly readModels: ReadModelStore
  readonly keys: KeyStore
  /** The files that it consists of; absent where a server has them. */
  files?(): Promise<readonly StoreFile[]>
  /** Waits for running operations, then releases all resources; later calls throw `StorageError`. May be called again. */
  close(): Promise<void>
}
