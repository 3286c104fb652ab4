import { hasTag, type Text } from '@skein/kernel'

/** What is wrong with a store. `append` returns its failures as values; everything else throws. */
export type StorageFault =
  /** `close` was called. */
  | 'closed'
  /** The store cannot be reached, or is too busy; a later attempt may succeed. */
  | 'unavailable'
  /** Stored content is damaged. */
  | 'corrupt'
  /** What is stored was computed from events that the log does not have, or has no longer. */
  | 'diverged'
  /** Reading is allowed, writing is not. */
  | 'read-only'
  /** There is no space left. */
  | 'full'
  /** Content was written by a newer version of this program. */
  | 'newer'
  /** There is no such store, generation, or other thing. */
  | 'missing'
  | 'failed'

export class StorageError extends Error {
  readonly _tag = 'StorageError'
  override readonly name = 'StorageError'
  readonly fault: StorageFault
  /** The message in both languages. */
  readonly text: Text

  /** @param text what happened, where, and what to do about it; never a value from an event */
  constructor(fault: StorageFault, text: Text, options?: { readonly cause?: unknown }) {
    super(text.en, options)
    this.fault = fault
    this.text = text
  }
}

/** Whether a thrown value is a `StorageError`, with this fault if one is given. Not by its class; see `hasTag`. */
export const isStorageError = (error: unknown, fault?: StorageFault): error is StorageError =>
  hasTag<StorageError>(error, 'StorageError') && (fault === undefined || error.fault === fault)
