import type { Text } from '@skein/kernel'

/** The authentication is set up in a way that cannot work, or a token was asked for that would not be accepted. */
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
