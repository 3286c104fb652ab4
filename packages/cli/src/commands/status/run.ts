import { personsWithoutKeys, processStatus, status } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { statusCommand } from './command.js'
import { foreignEventsOf } from './foreign-events.js'
import { type StoreStatus, statusLines } from './status-lines.js'

export const run: Run<typeof statusCommand> = async (context, { persons }) => {
  const store = chosenStore(context)
  const found = await withStorage(
    store,
    { access: 'read' },
    async (storage): Promise<StoreStatus> => ({
      store: store.name,
      events: await storage.events.count(),
      head: await storage.events.head(),
      foreign: await foreignEventsOf(context.domain, storage.events),
      isShared: storage.events.isShared === true,
      projections: await status(context.domain, storage),
      processes: await processStatus(context.domain, storage),
      locks: await storage.readModels.locks(),
      files: (await storage.files?.()) ?? [],
      ...(persons ? { persons: await personsWithoutKeys(storage) } : {}),
    }),
  )
  if (context.json) context.printJson({ ok: true, ...found })
  else for (const line of statusLines(context, store, found)) context.print(line)
  return exitCodes.done
}
