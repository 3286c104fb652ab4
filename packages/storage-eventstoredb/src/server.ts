import type { EventStoreDBClient } from '@eventstore/db-client'
import type { Call } from './call.js'
import type { Door } from './door.js'
import { failureOf, storageError } from './failures.js'
import { Patience } from './patience.js'

/** The server or cluster, as all parts of the store see it. */
export interface Server {
  readonly client: EventStoreDBClient
  readonly name: string
  readonly door: Door
  readonly requiresLeader: boolean
  /** How long one answer is waited for, in milliseconds. */
  readonly timeout: number
  /** How long what fails is tried again, in milliseconds. */
  readonly patience: number
}

/**
 * Opens a call and hands on what `read` makes of it. Where the call breaks off it is opened again, so `open` goes on
 * from what was read last; `patience` is renewed by `read` at every sign of life.
 */
export async function* resuming<Item, Result>(
  { door, name, patience: longest }: Server,
  stop: AbortSignal,
  open: () => Call<Item>,
  read: (call: Call<Item>, patience: Patience) => AsyncGenerator<Result, void, undefined>,
): AsyncGenerator<Result, void, undefined> {
  const patience = new Patience(longest)
  for (;;) {
    door.assertOpen()
    const call = open()
    // also where a reader was left standing
    door.closing.addEventListener('abort', call.cancel)
    try {
      try {
        return yield* read(call, patience)
      } finally {
        // also where a reader left early
        door.closing.removeEventListener('abort', call.cancel)
        call.cancel()
      }
    } catch (thrown) {
      door.assertOpen()
      const failure = failureOf(thrown)
      if (failure.isPassing && (await patience.more(stop))) continue
      door.assertOpen()
      if (stop.aborted) return
      throw storageError(failure, name, thrown)
    }
  }
}
