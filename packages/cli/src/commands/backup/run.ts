import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { usageError } from '../../failures/failure.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { parseStoreUrl } from '../../storage/store-url.js'
import { withStorage } from '../../storage/with-storage.js'
import type { backupCommand } from './command.js'
import { backupMessages as messages } from './messages.js'

export const run: Run<typeof backupCommand> = async (context, { file, withoutKeys }) => {
  const { json, print, printJson, translate, io } = context
  const store = chosenStore(context)
  const isSqlite = parseStoreUrl(store.typed, '--store').kind === 'sqlite' && store.readModels === undefined
  await withStorage(store, { access: 'read' }, async (storage) => {
    if (!isSqlite || !('backup' in storage)) throw usageError('badStore', messages.onlySqlite)
    // sound: a store of this URL was opened by `openSqlite`
    const { backup } = storage as typeof storage & Pick<import('@skein/storage-sqlite').SqliteStorage, 'backup'>
    await backup(file, { signal: io.signal, ...(withoutKeys && { keysPath: false as const }) })
  })
  if (json) printJson({ ok: true, file, keys: withoutKeys ? null : `${file}.keys` })
  else {
    print(translate(messages.written(file)))
    if (!withoutKeys) print(translate(messages.withKeys(file)))
  }
  return exitCodes.done
}
