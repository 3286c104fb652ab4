import type { BundleError, Outcome } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'

/** What a client learned of a command that it sent, once for each time. */
export type Answer =
  | {
      readonly is: 'recorded'
      readonly stream: string
      readonly revision: number
      readonly events: number
      /** It had been recorded before. */
      readonly isDuplicate: boolean
    }
  /** Nothing was to be recorded, or a rule rejected it. */
  | { readonly is: 'refused' }
  | { readonly is: 'not recorded' }
  /** There was no answer, or the store did not know. */
  | { readonly is: 'unknown' }

/** A command that a client sent, once or several times under the same id. */
export interface SentCommand {
  readonly commandId: string
  readonly what: string
  readonly answers: Answer[]
  /** How often it was sent. */
  attempts: number
  /** It was sent twice at the same time. */
  isSentTwice: boolean
}

export const answerOf = (result: E.Either<BundleError, Outcome>): Answer => {
  if (E.isLeft(result)) {
    const { left } = result
    if (left._tag !== 'Unavailable') return { is: left._tag === 'Conflict' ? 'not recorded' : 'refused' }
    return { is: left.written === 'no' ? 'not recorded' : 'unknown' }
  }
  const { stream, revision, events, consequences = [], duplicate: isDuplicate } = result.right
  const count = events.length + consequences.length
  return count === 0 ? { is: 'refused' } : { is: 'recorded', stream, revision, events: count, isDuplicate }
}

/** Whether a client goes on after an answer, instead of sending the command again. */
export const isFinal = ({ is }: Answer): boolean => is === 'recorded' || is === 'refused'
