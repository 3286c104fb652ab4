import type { Text } from '@skein/kernel'
import type { Finding } from '../integrity/finding.js'

/** A projection cannot continue: an event cannot be read, or the projection's code failed. */
export class ProjectionError extends Error {
  readonly _tag = 'ProjectionError'
  override readonly name = 'ProjectionError'
  readonly finding: Finding
  /** The message in both languages. */
  readonly text: Text

  constructor(finding: Finding) {
    super(finding.text.en, { cause: finding.cause })
    this.finding = finding
    this.text = finding.text
  }
}
