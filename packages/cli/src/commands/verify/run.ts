import { domain } from '@skein/core'
import { type Storage, type StoredEvent, type VerifyReport, verifyLog } from '@skein/engine'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { interrupted } from '../../failure-of.js'
import { visible } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { progressTexts } from '../../texts/progress.js'
import { verifyTexts as texts } from './texts.js'

/** Findings that people are shown; programs get all that the engine keeps. */
const shownFindings = 50

export const run: Run = async (context) => {
  const store = chosenStore(context)
  const report = await withStorage(store, { access: 'read' }, (storage) => verifyShown(context, storage))
  const { events, streams, faultCount, faults, seal } = report
  const findings = faults.map(({ kind, stream, revision, type, message }) => ({
    kind,
    stream,
    revision,
    type,
    message,
  }))
  if (context.json) context.printJson({ ok: faultCount === 0, events, streams, count: faultCount, findings, seal })
  else tell(context, report)
  return faultCount === 0 ? exitCodes.done : exitCodes.found
}

const verifyShown = async (context: Context, storage: Storage): Promise<VerifyReport> => {
  const total = await storage.events.count()
  const progress = context.progress(texts.label, progressTexts.events)
  async function* counted(): AsyncIterable<readonly StoredEvent[]> {
    let done = 0
    for await (const batch of storage.events.readAll()) {
      if (context.io.signal.aborted) throw interrupted()
      yield batch
      done += batch.length
      progress.update(done, total)
    }
  }
  try {
    return await verifyLog(domain, counted())
  } finally {
    progress.end()
  }
}

const tell = ({ say, print }: Context, { events, streams, faultCount, faults }: VerifyReport): void => {
  for (const fault of faults.slice(0, shownFindings)) print(visible(say(texts.finding(fault))))
  if (faultCount > shownFindings) print(say(texts.more(faultCount - shownFindings)))
  print(say(faultCount === 0 ? texts.sound(events, streams) : texts.found(faultCount, events)))
}
