import type { Text } from '@skein/kernel'
import { type ExitCode, exitCodes } from './exit-codes.js'

/** Why a command ends without having done its work, in one line that says what, where, and what to do. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly exitCode: ExitCode
  /** For programs, such as `unknownProjection`. */
  readonly code: string
  readonly text: Text

  constructor(exitCode: ExitCode, code: string, text: Text, options?: { readonly cause?: unknown }) {
    super(text.en, options)
    this.exitCode = exitCode
    this.code = code
    this.text = text
  }
}

/** Found before anything was opened or written. */
export const usageError = (code: string, text: Text): Failure => new Failure(exitCodes.wrongUse, code, text)

export const failed = (code: string, text: Text, cause?: unknown): Failure =>
  new Failure(exitCodes.failed, code, text, { cause })

/** Something that a person typed, shortened and on one line. */
export const quoted = (typed: string): string => {
  const text = JSON.stringify(typed)
  return text.length <= 120 ? text : `${text.slice(0, 117)}…"`
}
