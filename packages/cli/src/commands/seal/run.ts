import { existsSync } from 'node:fs'
import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { failed } from '../../failures/failure.js'
import { verifyWithProgress } from '../../jobs/verify-with-progress.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { sealCommand } from './command.js'
import { sealMessages as messages } from './messages.js'
import { writeSeal } from './seal-file.js'

export const run: Run<typeof sealCommand> = async (context, { file }) => {
  const { json, print, printJson, translate } = context
  const store = chosenStore(context)
  if (existsSync(file)) throw failed('exists', messages.exists(file))
  const { findingCount, seal } = await withStorage(store, { access: 'read' }, (storage) =>
    verifyWithProgress(context, storage),
  )
  if (findingCount > 0) {
    if (json) printJson({ ok: false, count: findingCount })
    else print(translate(messages.notSealed(findingCount)))
    return exitCodes.found
  }
  writeSeal(file, seal)
  if (json) printJson({ ok: true, file, seal })
  else print(translate(messages.sealed(file, seal.events, seal.digest)))
  return exitCodes.done
}
