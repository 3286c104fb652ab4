import {
  AccessDeniedError,
  convertToCommandError,
  ErrorType,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
} from '@eventstore/db-client'
import { StorageError, type StorageFault } from '@skein/engine'

/** What a failed call means for the caller. */
export interface Failure {
  readonly fault: StorageFault
  /** For an append: `unknown` where it may have been written. */
  readonly written: 'no' | 'unknown'
  /** It may well succeed when done again. */
  readonly isPassing: boolean
  readonly message: string
}

/** The server did not answer in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'

  constructor(timeout: number) {
    super(`no answer within ${timeout} ms`)
  }
}

/** The server ended a call that has no end. */
export class CallEnded extends Error {
  override readonly name = 'CallEnded'

  constructor() {
    super('the server ended the subscription')
  }
}

const final = (message: string, fault: StorageFault = 'failed'): Failure => ({
  fault,
  written: 'no',
  isPassing: false,
  message,
})

/** The server refused before it looked at the events, or was never reached. */
const unwritten = /No connection established|Name resolution failed|Failed to discover|Server Is (Not Ready|Too Busy)/

/** Tells what went wrong from what the client throws; throws on anything that is a bug. */
export const failureOf = (thrown: unknown): Failure => {
  const error = thrown instanceof Error ? convertToCommandError(thrown) : thrown
  if (error instanceof AccessDeniedError)
    return final('the server refused access; check the user name, the password and their rights')
  if (error instanceof MaxAppendSizeExceededError)
    return final(`the server takes at most ${error.maxAppendSize} bytes in one append; write fewer or smaller events`)
  if (error instanceof StreamDeletedError)
    return final('the stream was deleted on the server for good; restore a backup of the server', 'missing')
  if (error instanceof NotLeaderError) return passing('this node does not lead the cluster', 'no')
  const isOfTheWire = error instanceof NoAnswer || error instanceof CallEnded || isOfTheClient(error)
  if (!(error instanceof Error) || !isOfTheWire) throw thrown
  return passing(error.message, unwritten.test(error.message) ? 'no' : 'unknown')
}

const passing = (message: string, written: 'no' | 'unknown'): Failure => ({
  fault: 'unavailable',
  written,
  isPassing: true,
  message: message.slice(0, 300),
})

const isOfTheClient = (error: unknown): boolean =>
  error instanceof Error &&
  // a bare Error where no node of a cluster answers; an invalid argument is a bug of ours
  (error.message.startsWith('Failed to discover') ||
    (isCommandError(error) && error.type !== ErrorType.INVALID_ARGUMENT))

/** Says in the port's words what went wrong with the store `name`. */
export const storageError = (failure: Failure, name: string, cause: unknown): StorageError =>
  new StorageError(
    failure.fault,
    failure.isPassing
      ? `${name} can't be reached or does not answer (${failure.message}); see that it runs, then try again.`
      : `${name}: ${failure.message}.`,
    { cause },
  )
