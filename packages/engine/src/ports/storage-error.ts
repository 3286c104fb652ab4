import type { Text } from '@skein/kernel'

/** What went wrong in a store, outside `append`, which answers with values. */
export type StorageFault =
  /** `close` was called. */
  | 'closed'
  /** It can't be reached or is too busy now; try again. */
  | 'unavailable'
  /** What is stored is damaged. */
  | 'corrupt'
  /** Reading is allowed, writing is not. */
  | 'read-only'
  /** No room left. */
  | 'full'
  /** Written by a newer version of this program. */
  | 'newer'
  /** There is no such store, generation, or other thing asked for. */
  | 'missing'
  | 'failed'

export class StorageError extends Error {
  readonly _tag = 'StorageError'
  override readonly name = 'StorageError'
  readonly fault: StorageFault
  /** The message in both languages. */
  readonly text: Text

  /** @param text what happened, where, and what to do about it, never with a value from an event */
  constructor(fault: StorageFault, text: Text | string, options?: { readonly cause?: unknown }) {
    const both = typeof text === 'string' ? { en: text, zh: text } : text
    super(both.en, options)
    this.fault = fault
    this.text = both
  }
}
