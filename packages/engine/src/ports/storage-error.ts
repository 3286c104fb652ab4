import type { Text } from '@skein/kernel'

/** What is wrong with a store. `append` returns its failures as values; everything else throws. */
export type StorageFault =
  /** `close` was called. */
  | 'closed'
  /** The store cannot be reached, or is too busy; a later attempt may succeed. */
  | 'unavailable'
  /** Stored content is damaged. */
  | 'corrupt'
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
  constructor(fault: StorageFault, text: Text | string, options?: { readonly cause?: unknown }) {
    const both = typeof text === 'string' ? { en: text, zh: text } : text
    super(both.en, options)
    this.fault = fault
    this.text = both
  }
}
