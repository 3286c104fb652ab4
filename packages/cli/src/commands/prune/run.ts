import { type Pruned, prune } from '@skein/engine'
import type { InputOf, Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { generationStates } from '../../messages/generations.js'
import { table } from '../../output/table.js'
import { type ChosenStore, chosenStore } from '../../storage/chosen-store.js'
import { parseStoreUrl } from '../../storage/store-url.js'
import { withStorage } from '../../storage/with-storage.js'
import type { pruneCommand } from './command.js'
import { pruneMessages as messages, pruneHeading } from './messages.js'

export const run: Run<typeof pruneCommand> = async (context, input) => {
  const { kept, dryRun } = input
  const store = chosenStore(context)
  const pruned = await withStorage(store, { access: dryRun ? 'read' : 'write' }, (storage) =>
    prune(context.domain, storage, { dryRun, ...(kept === undefined ? {} : { kept }) }),
  )
  if (context.json)
    context.printJson({ ok: true, ...(dryRun ? { dryRun } : {}), ...(kept === undefined ? {} : { kept }), pruned })
  else for (const line of prunedLines(context, store, pruned, input)) context.print(line)
  return exitCodes.done
}

const prunedLines = (
  { translate }: Context,
  store: ChosenStore,
  pruned: readonly Pruned[],
  { dryRun }: InputOf<typeof pruneCommand>,
): readonly string[] => {
  if (pruned.length === 0) return [translate(dryRun ? messages.wouldDrop(0) : messages.dropped(0))]
  const rows = pruned.map(({ name, version, state, generation }) => [
    name,
    String(version),
    translate(generationStates[state]),
    generation,
  ])
  return [
    ...table([pruneHeading.map(translate), ...rows], ['left', 'right', 'left', 'left']),
    translate(dryRun ? messages.wouldDrop(pruned.length) : messages.dropped(pruned.length)),
    ...(!dryRun && isFile(store) ? [translate(messages.sameSize)] : []),
  ]
}

/** Read models in a file: one might expect that the file is smaller now. */
const isFile = ({ typed, readModels }: ChosenStore): boolean =>
  parseStoreUrl(readModels ?? typed, '--store').kind === 'sqlite'
