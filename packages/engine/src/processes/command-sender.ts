import type { AnyCommand, Cause, Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { ExecuteError, ExecuteOptions, Outcome } from '../commands/outcome.js'
import { canonical } from '../integrity/canonical.js'
import { uuidFrom } from '../integrity/ids.js'
import { StorageError } from '../ports/storage-error.js'
import { pause } from '../primitives/backoff.js'
import { MasterKeyError } from '../privacy/master-key.js'

/** Whose command it is, and what it answers. */
export interface Sent {
  readonly process: string
  readonly cause: Cause
  readonly correlationId: string
  /** Ends the retries. */
  readonly signal: AbortSignal | undefined
}

type Execute = (command: AnyCommand, options: ExecuteOptions) => () => Promise<E.Either<ExecuteError, Outcome>>

/** How often a fault is retried where no signal would end it. */
const tries = 20

/** Sends the commands of processes: a fault is retried, a refusal is the answer. */
export class ProcessCommandSender {
  readonly #execute: Execute

  constructor(execute: Execute) {
    this.#execute = execute
  }

  /** The rejection, where a rule refused it; nothing when it is done, or the signal came. */
  async send(command: AnyCommand, { process, cause, correlationId, signal }: Sent): Promise<Rejection | undefined> {
    const { eventId } = cause
    const execute = this.#execute(command, {
      commandId: commandIdOf(command, process, eventId),
      actor: `process:${process}`,
      correlationId,
      causationId: eventId,
      asProcess: true,
    })
    for (let attempt = 0; !signal?.aborted; attempt++) {
      const result = await execute()
      if (E.isRight(result)) return undefined
      const { left } = result
      if (left._tag === 'Rejected') return left.rejection
      if (left._tag === 'Invalid') {
        const places = left.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ')
        throw new Error(`process ${process} sent a ${command.type} that does not fit its schema at ${places}`)
      }
      if (left._tag === 'Unavailable' && isLasting(left.cause)) throw left.cause
      if (signal === undefined && attempt === tries) throw gaveUp(command, left)
      await pause(attempt, 10, signal)
    }
    return undefined
  }
}

// Permanent: the same reaction to the same event has the same id, however its target's day moved it.
const commandIdOf = ({ type, data: { on: _, ...data } }: AnyCommand, process: string, eventId: string): string =>
  uuidFrom(eventId, process, canonical({ type, data }))

/** Waiting would not help. */
const isLasting = (cause: unknown): boolean =>
  cause instanceof MasterKeyError || (cause instanceof StorageError && cause.fault !== 'unavailable')

const gaveUp = (command: AnyCommand, error: Extract<ExecuteError, { _tag: 'Conflict' | 'Unavailable' }>) =>
  new StorageError(
    'unavailable',
    `A process's ${command.type} could not be recorded; the store did not take it. Try again.`,
    {
      cause: error,
    },
  )
