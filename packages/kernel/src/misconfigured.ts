import type { Text } from './text.js'

/** A domain, or the options of a call, cannot be used: a mistake in the program. Nothing was read or written. */
export class Misconfigured extends Error {
  readonly _tag = 'Misconfigured'
  override readonly name = 'Misconfigured'
  /** Every problem: where it is, what was expected, and what to do. */
  readonly problems: readonly Text[]
  /** All problems, in both languages. */
  readonly text: Text

  constructor(problems: readonly Text[], options?: { readonly cause?: unknown }) {
    const text = { en: problems.map(({ en }) => en).join('\n'), zh: problems.map(({ zh }) => zh).join('\n') }
    super(text.en, options)
    this.problems = problems
    this.text = text
  }
}
