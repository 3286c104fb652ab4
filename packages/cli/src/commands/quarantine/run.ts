import { type Quarantine, quarantine } from '@skein/engine'
import type { InputOf, Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { usageError } from '../../failures/failure.js'
import { shellWord } from '../../output/shell.js'
import { table } from '../../output/table.js'
import { openRuntime } from '../../runtime.js'
import { type ChosenStore, chosenStore } from '../../storage/chosen-store.js'
import { requireMasterKey } from '../../storage/master-key.js'
import { withStorage } from '../../storage/with-storage.js'
import type { quarantineCommand } from './command.js'
import { quarantineMessages as messages, quarantineHeading } from './messages.js'

type Input = InputOf<typeof quarantineCommand>

export const run: Run<typeof quarantineCommand> = async (context, input) => {
  const store = chosenStore(context)
  const found = await quarantineAfter(context, store, input)
  if (context.json) context.printJson({ ok: found.entries.length === 0, ...found })
  else for (const line of quarantineLines(context, store, found)) context.print(line)
  return found.entries.length === 0 ? exitCodes.done : exitCodes.found
}

/** What is in quarantine once the action is done. */
const quarantineAfter = (context: Context, store: ChosenStore, input: Input): Promise<Quarantine> => {
  const [action, ...words] = input.words
  if (action === undefined)
    return withStorage(store, { access: 'read' }, (storage) => quarantine(context.domain, storage))
  if (action !== 'retry' && action !== 'skip') throw usageError('badArgument', messages.unknownAction(action))
  const skipped = action === 'skip' ? skippedBy(words, input) : undefined
  const masterKey = requireMasterKey(context, store)
  return withStorage(store, { access: 'write' }, (storage) => {
    const runtime = openRuntime(context, storage, masterKey)
    if (skipped !== undefined) return runtime.skipEvent(skipped)
    const { readModel, stream } = input
    return runtime.retryQuarantined({
      ...(readModel === undefined ? {} : { readModel }),
      ...(stream === undefined ? {} : { stream }),
    })
  })
}

const skippedBy = ([event = '', ...others]: readonly string[], { reason, by }: Input) => {
  const [, stream, revision] = /^(.+)@(\d{1,9})$/.exec(event) ?? []
  if (stream === undefined || others.length > 0 || reason === undefined || by === undefined)
    throw usageError('badArgument', messages.noEvent)
  return { stream, revision: Number(revision), reason, by }
}

const quarantineLines = (
  { translate }: Context,
  store: ChosenStore,
  { entries, skipped }: Quarantine,
): readonly string[] => {
  const rows = entries.map(({ readModel, stream, revision, type, since, reason, isWhole }) => [
    readModel ?? translate(messages.processes),
    isWhole ? translate(messages.whole) : (stream ?? '–'),
    revision === undefined ? '–' : String(revision),
    type ?? '–',
    since,
    translate(reason),
  ])
  const toRebuild = [
    ...new Set(entries.flatMap(({ isPublished, readModel }) => (isPublished ? (readModel ?? []) : []))),
  ]
  const rebuild = `skein rebuild ${toRebuild.join(' ')} --store ${shellWord(store.typed)}`
  return [
    ...(entries.length === 0
      ? [translate(messages.none)]
      : table([quarantineHeading.map(translate), ...rows], ['left', 'left', 'right', 'left', 'left', 'left'])),
    ...(toRebuild.length === 0 ? [] : [translate(messages.rebuildNeeded(toRebuild, rebuild))]),
    ...skipped.map(({ stream, revision, by, since, reason }) =>
      translate(messages.skipped(`${stream}@${revision}`, by, since, reason)),
    ),
  ]
}
