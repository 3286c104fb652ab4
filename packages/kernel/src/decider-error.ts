import type { Text } from './text.js'

/**
 * A function of an aggregate failed: `propose`, `evolve`, `views` or a rule threw, or returned what it must not. It is a
 * bug of the domain; nothing was recorded.
 */
export class DeciderError extends Error {
  readonly _tag = 'DeciderError'
  override readonly name = 'DeciderError'
  /** What happened, where, and what to do, in both languages. */
  readonly text: Text

  constructor(text: Text, options?: { readonly cause?: unknown }) {
    super(text.en, options)
    this.text = text
  }
}
