import { domain } from '@skein/core'
import { type Seal, type Storage, type StoredEvent, type VerifyReport, verifyLog } from '@skein/engine'
import type { Context } from '../../command.js'
import { interrupted } from '../../failure-of.js'
import { progressTexts } from '../../texts/progress.js'
import { verifyTexts as texts } from './texts.js'

interface Verifying {
  readonly against?: Seal
  /** Looks at every event's data, as it is stored. */
  readonly note?: (data: string) => void
}

/** Verifies a whole log in one reading, and shows how far it is. */
export const verifyWithProgress = async (
  context: Context,
  storage: Storage,
  { against, note }: Verifying = {},
): Promise<VerifyReport> => {
  const total = await storage.events.count()
  const progress = context.progress(texts.label, progressTexts.events)
  async function* counted(): AsyncIterable<readonly StoredEvent[]> {
    let done = 0
    for await (const batch of storage.events.readAll()) {
      if (context.io.signal.aborted) throw interrupted()
      yield batch
      if (note !== undefined) for (const { data } of batch) note(data)
      done += batch.length
      progress.update(done, total)
    }
  }
  try {
    return await verifyLog(domain, counted(), against === undefined ? {} : { against })
  } finally {
    progress.end()
  }
}
