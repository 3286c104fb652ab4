import { domain } from '@skein/core'
import { rebuild } from '@skein/engine'
import type { Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { interrupted } from '../../failure-of.js'
import { visible } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { progressTexts } from '../../texts/progress.js'
import { verifyTexts as texts } from './texts.js'

/** Findings that people are shown; programs get all that the engine keeps. */
const shownFindings = 50

export const run: Run = async (context) => {
  const { io, say, print, printJson, json } = context
  const store = chosenStore(context)
  const progress = context.progress(texts.label, progressTexts.events)
  const read = await withStorage(store, { access: 'read' }, (storage) =>
    // a rebuild of nothing that doubts every event on its way
    rebuild(domain, storage, {
      projections: [],
      verify: true,
      signal: io.signal,
      onProgress: ({ events, total }) => progress.update(events, total),
    }).finally(() => progress.end()),
  )
  if (read.interrupted) throw interrupted()
  const { events, seconds, faultCount, faults } = read
  const findings = faults.map(({ kind, stream, revision, type, message }) => ({
    kind,
    stream,
    revision,
    type,
    message,
  }))
  if (json) printJson({ ok: faultCount === 0, events, seconds, count: faultCount, findings })
  else {
    for (const { kind, stream, revision, message } of findings.slice(0, shownFindings))
      print(visible(say(texts.finding(stream ?? '?', revision ?? -1, kind, message))))
    if (faultCount > shownFindings) print(say(texts.more(faultCount - shownFindings)))
    print(say(faultCount === 0 ? texts.sound(events) : texts.found(faultCount, events)))
  }
  return faultCount === 0 ? exitCodes.done : exitCodes.found
}
