import type { Text } from '@skein/kernel'

/** The authentication is not configured in a way that can work, or a token with unacceptable claims was requested. */
export class AuthError extends Error {
  readonly _tag = 'AuthError'
  override readonly name = 'AuthError'
  /** What is wrong and what to do, in both languages; `message` is the English one. */
  readonly text: Text

  constructor(text: Text) {
    super(text.en)
    this.text = text
  }
}
