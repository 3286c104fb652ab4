import { domain } from '@skein/core'
import { type PruneOptions, prune } from '@skein/engine'
import type { Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { nameIn } from '../../input/values.js'
import { table } from '../../output/table.js'
import { parseStoreUrl } from '../../storage/store-url.js'
import { type ChosenStore, chosenStore, withStorage } from '../../storage/with-storage.js'
import { generationStates } from '../status/texts.js'
import { pruneHeading, pruneTexts as texts } from './texts.js'

export const run: Run = async (context) => {
  const { options, translate, print } = context
  const kept = options.text('kept')
  const dryRun = options.isSet('dryRun')
  const asked: PruneOptions = { dryRun, ...(kept === undefined ? {} : { kept: nameIn('--kept', kept) }) }
  const store = chosenStore(context)
  const pruned = await withStorage(store, { access: dryRun ? 'read' : 'write' }, (storage) =>
    prune(domain, storage, asked),
  )
  if (context.json) {
    context.printJson({ ok: true, ...(dryRun ? { dryRun } : {}), ...(kept === undefined ? {} : { kept }), pruned })
    return exitCodes.done
  }
  if (pruned.length > 0) {
    const rows = pruned.map(({ name, version, state, generation }) => [
      name,
      String(version),
      translate(generationStates[state]),
      generation,
    ])
    for (const line of table([pruneHeading.map(translate), ...rows], ['left', 'right', 'left', 'left'])) print(line)
  }
  print(translate(dryRun ? texts.would(pruned.length) : texts.dropped(pruned.length)))
  if (!dryRun && pruned.length > 0 && isFile(store)) print(translate(texts.sameSize))
  return exitCodes.done
}

/** Whether the read models are in a file that this command could have made smaller. */
const isFile = ({ typed, readModels }: ChosenStore): boolean =>
  parseStoreUrl(readModels ?? typed, '--store').kind === 'sqlite'
