import type { Text } from '@skein/kernel'
import { failureMessages as messages } from '../messages/failures.js'
import { type ExitCode, exitCodes } from './exit-codes.js'

/** Why a command ends without its result: one line that says what happened, where, and what to do. */
export class Failure extends Error {
  readonly _tag = 'Failure'
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

/** The command line is wrong; nothing was opened or written. */
export const usageError = (code: string, text: Text, cause?: unknown): Failure =>
  new Failure(exitCodes.usageError, code, text, { cause })

export const failed = (code: string, text: Text, cause?: unknown): Failure =>
  new Failure(exitCodes.failed, code, text, { cause })

/** The user stopped the command; the same command continues. */
export const interrupted = (text: Text = messages.interrupted): Failure =>
  new Failure(exitCodes.interrupted, 'interrupted', text)
