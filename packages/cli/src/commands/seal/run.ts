import { existsSync } from 'node:fs'
import type { Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { failed } from '../../failure.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { verifyWithProgress } from '../verify/verify-with-progress.js'
import { writeSeal } from './seal-file.js'
import { sealTexts as texts } from './texts.js'

export const run: Run = async (context, [file = '']) => {
  const store = chosenStore(context)
  if (existsSync(file)) throw failed('exists', texts.exists(file))
  const { findingCount, seal } = await withStorage(store, { access: 'read' }, (storage) =>
    verifyWithProgress(context, storage),
  )
  if (findingCount > 0) {
    if (context.json) context.printJson({ ok: false, count: findingCount })
    else context.print(context.translate(texts.notSealed(findingCount)))
    return exitCodes.found
  }
  writeSeal(file, seal)
  if (context.json) context.printJson({ ok: true, file, seal })
  else context.print(context.translate(texts.sealed(file, seal.events, seal.digest)))
  return exitCodes.done
}
