import type { VerifyReport } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { verifyWithProgress } from '../../jobs/verify-with-progress.js'
import { visible } from '../../output/visible.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import { readSeal } from '../seal/seal-file.js'
import type { verifyCommand } from './command.js'
import { verifyMessages as messages } from './messages.js'

/** People are shown the first findings; programs get all that the engine keeps. */
const maxLines = 50

export const run: Run<typeof verifyCommand> = async (context, { against }) => {
  const store = chosenStore(context)
  const seal = against === undefined ? {} : { against: readSeal(against) }
  let foreign = 0
  const report = await withStorage(store, { access: 'read' }, (storage) =>
    verifyWithProgress(context, storage, {
      ...seal,
      countsPersons: true,
      onForeign: (events) => {
        foreign += events
      },
    }),
  )
  if (context.json) context.printJson(reportJson(report, foreign))
  else for (const line of reportLines(context, report, foreign)) context.print(line)
  return report.findingCount === 0 ? exitCodes.done : exitCodes.found
}

const noPersons = { persons: 0, keyless: 0 }

/** Permanent: scripts read it. */
const reportJson = ({ events, streams, findingCount, findings, seal, encrypted }: VerifyReport, foreign: number) => ({
  ok: findingCount === 0,
  events,
  streams,
  count: findingCount,
  findings: findings.map(({ kind, stream, revision, type, text }) => ({
    kind,
    stream,
    revision,
    type,
    message: text.en,
  })),
  seal,
  sealed: encrypted,
  foreign,
})

const reportLines = (
  { translate }: Context,
  { events, streams, findingCount, findings, encrypted: { persons, keyless } = noPersons }: VerifyReport,
  foreign: number,
): readonly string[] => [
  ...findings.slice(0, maxLines).map((finding) => visible(translate(messages.finding(finding)))),
  ...(findingCount > maxLines ? [translate(messages.more(findingCount - maxLines))] : []),
  translate(findingCount === 0 ? messages.sound(events, streams) : messages.found(findingCount, events)),
  ...(foreign > 0 ? [translate(messages.foreign(foreign))] : []),
  ...(keyless > 0 ? [translate(messages.keyless(keyless, persons))] : []),
]
