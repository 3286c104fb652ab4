import type { Text } from '@skein/kernel'

/** A log cannot be checked, since an event cannot be read as the domain's event; `verify` reports more. */
export class CheckError extends Error {
  readonly _tag = 'CheckError'
  override readonly name = 'CheckError'
  /** The message in both languages. */
  readonly text: Text

  constructor(text: Text, options?: { readonly cause?: unknown }) {
    super(text.en, options)
    this.text = text
  }
}
