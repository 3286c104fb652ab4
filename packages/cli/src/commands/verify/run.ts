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
  const { events, streams, findingCount, findings: found, seal } = report
  const findings = found.map(({ kind, stream, revision, type, text }) => ({
    kind,
    stream,
    revision,
    type,
    message: text.en,
  }))
  if (context.json)
    context.printJson({ ok: findingCount === 0, events, streams, count: findingCount, findings, seal, sealed })
  else tell(context, report, sealed)
  return findingCount === 0 ? exitCodes.done : exitCodes.found
}

interface Sealed {
  readonly persons: number
  readonly keyless: number
}

const tell = (
  { translate, print }: Context,
  { events, streams, findingCount, findings }: VerifyReport,
  { persons, keyless }: Sealed,
): void => {
  for (const finding of findings.slice(0, shownFindings)) print(visible(translate(texts.finding(finding))))
  if (findingCount > shownFindings) print(translate(texts.more(findingCount - shownFindings)))
  print(translate(findingCount === 0 ? texts.sound(events, streams) : texts.found(findingCount, events)))
  if (keyless > 0) print(translate(texts.keyless(keyless, persons)))
}
