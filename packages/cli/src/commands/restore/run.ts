import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { usageError } from '../../failures/failure.js'
import { failureOf } from '../../failures/failure-of.js'
import { verifyWithProgress } from '../../jobs/verify-with-progress.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { parseStoreUrl } from '../../storage/store-url.js'
import { readSeal } from '../seal/seal-file.js'
import type { restoreCommand } from './command.js'
import { restoreMessages as messages } from './messages.js'

export const run: Run<typeof restoreCommand> = async (context, { file, keys, against, replace }) => {
  const { json, print, printJson, translate } = context
  const store = chosenStore(context)
  const url = parseStoreUrl(store.typed, '--store')
  if (url.kind !== 'sqlite') throw usageError('badStore', messages.onlySqlite)
  const seal = against === undefined ? {} : { against: readSeal(against) }
  const keysFrom = keys ?? `${file}.keys`
  const { openSqlite, restoreSqlite } = await import('@skein/storage-sqlite')
  try {
    const backup = await openSqlite({ path: file, keysPath: keysFrom, readOnly: true })
    const { events, findingCount } = await verifyWithProgress(context, backup, seal).finally(() => backup.close())
    if (findingCount > 0) {
      if (json) printJson({ ok: false, count: findingCount })
      else print(translate(messages.damaged(findingCount, file)))
      return exitCodes.found
    }
    const kept = await restoreSqlite({ from: file, keysFrom, path: url.path, replace })
    if (json) printJson({ ok: true, events, kept })
    else for (const line of [messages.restored(store.name, events), ...kept.map(messages.kept)]) print(translate(line))
    return exitCodes.done
  } catch (error) {
    throw failureOf(error, store.options)
  }
}
