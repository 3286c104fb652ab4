import type { EventStoreDBClient } from '@eventstore/db-client'
import type { Call } from './call.js'
import type { CloseGuard } from './close-guard.js'
import { failureOf, storageError } from './failures.js'
import { RetryDeadline } from './retry.js'

/** The server or cluster, as all parts of the store see it. */
export interface Server {
  readonly client: EventStoreDBClient
  readonly name: string
  readonly closeGuard: CloseGuard
  readonly requiresLeader: boolean
  /** How long one answer is waited for, in milliseconds. */
  readonly timeout: number
  /** How long what fails is tried again, in milliseconds. */
  readonly retryTimeoutMs: number
}

/**
 * Opens a call and hands on what `read` makes of it. Where the call breaks off it is opened again, so `open` goes on
 * from what was read last; `patience` is renewed by `read` at every sign of life.
 */
export async function* resuming<Item, Result>(
  { closeGuard, name, retryTimeoutMs: longest }: Server,
  stop: AbortSignal,
  open: () => Call<Item>,
  read: (call: Call<Item>, patience: RetryDeadline) => AsyncGenerator<Result, void, undefined>,
): AsyncGenerator<Result, void, undefined> {
  const patience = new RetryDeadline(longest)
  for (;;) {
    closeGuard.assertOpen()
    const call = open()
    // also where a reader was left standing
    closeGuard.closing.addEventListener('abort', call.cancel)
    try {
      try {
        return yield* read(call, patience)
      } finally {
        // also where a reader left early
        closeGuard.closing.removeEventListener('abort', call.cancel)
        call.cancel()
      }
    } catch (thrown) {
      closeGuard.assertOpen()
      const failure = failureOf(thrown)
      if (failure.isPassing && (await patience.more(stop))) continue
      closeGuard.assertOpen()
      if (stop.aborted) return
      throw storageError(failure, name, thrown)
    }
  }
}
