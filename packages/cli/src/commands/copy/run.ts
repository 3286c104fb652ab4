import { type CopyReport, copy, type Storage } from '@skein/engine'
import type { InputOf, Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { interrupted } from '../../failures/failure.js'
import { runWithProgress } from '../../jobs/run-with-progress.js'
import { progressMessages } from '../../messages/progress.js'
import type { ChosenStore } from '../../storage/chosen-store.js'
import { fileExists } from '../../storage/file-exists.js'
import { keyFileOf } from '../../storage/master-key-file.js'
import { withStorage } from '../../storage/with-storage.js'
import type { copyCommand } from './command.js'
import { copyStore } from './copy-stores.js'
import { copyMessages as messages } from './messages.js'

type Input = InputOf<typeof copyCommand>

export const run: Run<typeof copyCommand> = async (context, input) => {
  const from = copyStore('--from', input.from, input.fromReadModels, context)
  const to = copyStore('--to', input.to, input.toReadModels, context)
  // events that a power cut takes from the copy are copied again by the same command
  const report = await withStorage(from, { access: 'read' }, (source) =>
    withStorage(to, { access: 'create', durability: 'normal' }, (target) =>
      copyWithProgress(context, source, target, input),
    ),
  )
  if (report.interrupted) throw interrupted()
  const { events, copied, streams, keys, seal } = report
  if (context.json) context.printJson({ ok: true, from: from.name, to: to.name, events, copied, streams, keys, seal })
  else for (const line of reportLines(context, from, to, report, input)) context.print(line)
  return exitCodes.done
}

const copyWithProgress = async (
  context: Context,
  from: Storage,
  to: Storage,
  { withoutKeys }: Input,
): Promise<CopyReport> => {
  const total = await from.events.count()
  return runWithProgress(context, { label: messages.label, unit: progressMessages.events }, (progress) =>
    copy(from, to, {
      signal: context.io.signal,
      keys: !withoutKeys,
      onProgress: ({ events }) => progress.update(events, total),
    }),
  )
}

const reportLines = (
  { translate, io }: Context,
  from: ChosenStore,
  to: ChosenStore,
  { events, copied, streams, keys, seal }: CopyReport,
  { withoutKeys }: Input,
): readonly string[] => {
  const keyFile = from.keysUrl.kind === 'sqlite' ? keyFileOf(from.keysUrl.path) : undefined
  const usesKeyFile = keyFile !== undefined && !io.env.SKEIN_MASTER_KEY && fileExists(keyFile)
  return [
    messages.done(to.name, events, copied, streams),
    withoutKeys ? messages.noKeys : messages.keys(keys.keys, keys.claims, keys.destroyed),
    messages.seal(seal.digest),
    ...(usesKeyFile ? [messages.masterKey(keyFile)] : []),
    messages.next(to.options),
  ].map(translate)
}
