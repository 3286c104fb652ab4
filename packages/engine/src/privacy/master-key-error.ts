import type { Text } from '@skein/kernel'

/** The master key is not the one that the store was written with. */
export class MasterKeyError extends Error {
  readonly _tag = 'MasterKeyError'
  override readonly name = 'MasterKeyError'
  /** The message in both languages; never the key. */
  readonly text: Text

  constructor(text: Text) {
    super(text.en)
    this.text = text
  }
}
