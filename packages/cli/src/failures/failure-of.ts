import { hasTag, type Text } from '@skein/kernel'
import { failureMessages as messages } from '../messages/failures.js'
import { codeOf, type EngineError, isEngineError } from './engine-error.js'
import { type Failure, failed, interrupted, usageError } from './failure.js'
import { hintFor } from './hints.js'

/**
 * Any error, as a failure with one line for the user.
 * @param options those that name the store that was in use: see `ChosenStore`
 */
export const failureOf = (error: unknown, options?: string): Failure => {
  if (hasTag<Failure>(error, 'Failure')) return error
  const text = textOf(error)
  if (text !== undefined) return isEngineError(error) ? failureOfEngine(error, options) : failed('failed', text, error)
  if (error instanceof Error && error.name === 'AbortError') return interrupted()
  if (isSystemError(error))
    return failed('system', messages.system(error.path ?? error.syscall ?? '', error.code), error)
  const message = error instanceof Error ? error.message : String(error)
  return failed('unexpected', messages.unexpected(message.slice(0, 300)), error)
}

/** The message of an error in both languages, where the error brings one. */
export const textOf = (error: unknown): Text | undefined => (hasText(error) ? error.text : undefined)

const failureOfEngine = (error: EngineError, options: string | undefined): Failure => {
  const hint = hintFor(error, options)
  // the command line has commands of its own for what a program would call
  const text = error._tag === 'NotReady' ? error.reason : error.text
  const both = hint === undefined ? text : { en: `${text.en} ${hint.en}`, zh: `${text.zh}${hint.zh}` }
  // found before anything was changed
  const isUsageError = error._tag === 'RebuildError' && error.reason === 'unknownKept'
  return (isUsageError ? usageError : failed)(codeOf(error), both, error)
}

const hasText = (error: unknown): error is Error & { readonly text: Text } =>
  error instanceof Error &&
  'text' in error &&
  typeof error.text === 'object' &&
  error.text !== null &&
  'zh' in error.text

const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error
