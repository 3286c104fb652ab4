import { rotateKeys } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { type ExitCode, exitCodes } from '../../failures/exit-codes.js'
import { usageError } from '../../failures/failure.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { requireMasterKey } from '../../storage/master-key.js'
import { readKeyFile } from '../../storage/master-key-file.js'
import { withStorage } from '../../storage/with-storage.js'
import type { keysCommand } from './command.js'
import { keysMessages as messages } from './messages.js'

export const run: Run<typeof keysCommand> = async (context, { action, newKeyFile }) => {
  if (action === 'rotate') return rotate(context, newKeyFile)
  if (action === 'adopt') return adopt(context)
  throw usageError('badArgument', messages.unknownAction(action))
}

const rotate = async (context: Context, newKeyFile: string | undefined): Promise<ExitCode> => {
  if (newKeyFile === undefined) throw usageError('masterKey', messages.noNewKey)
  const to = readKeyFile(newKeyFile)
  const store = chosenStore(context)
  const { masterKey: from = '' } = requireMasterKey(context, store)
  const { persons, isRotated } = await withStorage(store, { access: 'write' }, (storage) =>
    rotateKeys(storage, { from, to }),
  )
  if (context.json) context.printJson({ ok: true, rotated: isRotated, persons })
  else
    context.print(
      context.translate(isRotated ? messages.rotated(persons, newKeyFile) : messages.alreadyRotated(newKeyFile)),
    )
  return exitCodes.done
}

/** Opening is what adopts the keys. */
const adopt = async (context: Context): Promise<ExitCode> => {
  await withStorage(chosenStore(context), { access: 'create', adoptKeys: true }, async () => undefined)
  if (context.json) context.printJson({ ok: true, adopted: true })
  else context.print(context.translate(messages.adopted))
  return exitCodes.done
}
