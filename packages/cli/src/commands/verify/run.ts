import type { VerifyReport } from '@skein/engine'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { visible } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { readSeal } from '../seal/seal-file.js'
import { EncryptedValues } from './encrypted-values.js'
import { verifyTexts as texts } from './texts.js'
import { verifyWithProgress } from './verify-with-progress.js'

/** Findings that people are shown; programs get all that the engine keeps. */
const shownFindings = 50

export const run: Run = async (context) => {
  const store = chosenStore(context)
  const file = context.options.text('against')
  const against = file === undefined ? {} : { against: readSeal(file) }
  const { report, sealed } = await withStorage(store, { access: 'read' }, async (storage) => {
    const values = new EncryptedValues()
    const report = await verifyWithProgress(context, storage, { ...against, note: (data) => values.note(data) })
    return { report, sealed: { persons: values.persons, keyless: await values.keyless(storage.keys) } }
  })
  const { events, streams, faultCount, faults, seal } = report
  const findings = faults.map(({ kind, stream, revision, type, message }) => ({
    kind,
    stream,
    revision,
    type,
    message,
  }))
  if (context.json)
    context.printJson({ ok: faultCount === 0, events, streams, count: faultCount, findings, seal, sealed })
  else tell(context, report, sealed)
  return faultCount === 0 ? exitCodes.done : exitCodes.found
}

interface Sealed {
  readonly persons: number
  readonly keyless: number
}

const tell = (
  { translate, print }: Context,
  { events, streams, faultCount, faults }: VerifyReport,
  { persons, keyless }: Sealed,
): void => {
  for (const fault of faults.slice(0, shownFindings)) print(visible(translate(texts.finding(fault))))
  if (faultCount > shownFindings) print(translate(texts.more(faultCount - shownFindings)))
  print(translate(faultCount === 0 ? texts.sound(events, streams) : texts.found(faultCount, events)))
  if (keyless > 0) print(translate(texts.keyless(keyless, persons)))
}
