import { type Seal, type Storage, type StoredEvent, type VerifyReport, verifyLog } from '@skein/engine'
import type { Context } from '../context.js'
import { interrupted } from '../failures/failure.js'
import { progressMessages as messages } from '../messages/progress.js'
import { runWithProgress } from './run-with-progress.js'

interface VerifyOptions {
  readonly against?: Seal
  /** Count the persons with encrypted values. */
  readonly countsPersons?: boolean
  /** Called with the number of events of other programs that were left out. */
  readonly onForeign?: (events: number) => void
}

/** Verifies a whole log in one pass. */
export const verifyWithProgress = async (
  context: Context,
  { events, keys }: Storage,
  { against, countsPersons, onForeign }: VerifyOptions = {},
): Promise<VerifyReport> => {
  const total = await events.count()
  return runWithProgress(context, { label: messages.verify, unit: messages.events }, (progress) => {
    async function* log(): AsyncIterable<readonly StoredEvent[]> {
      let done = 0
      for await (const batch of events.readAll(onForeign === undefined ? {} : { onForeign })) {
        if (context.io.signal.aborted) throw interrupted()
        yield batch
        done += batch.length
        progress.update(done, total)
      }
    }
    const options = { ...(against === undefined ? {} : { against }), ...(countsPersons ? { keys } : {}) }
    return verifyLog(context.domain, log(), { events, ...options })
  })
}
