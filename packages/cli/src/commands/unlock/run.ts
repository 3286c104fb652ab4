import { releaseLock } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { failed, usageError } from '../../failures/failure.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { unlockCommand } from './command.js'
import { unlockMessages as messages } from './messages.js'

export const run: Run<typeof unlockCommand> = async (context, { lock: name, holder, force }) => {
  const { json, print, printJson, translate } = context
  const store = chosenStore(context)
  const released = await withStorage(store, { access: 'write' }, async (storage) => {
    const locks = await storage.readModels.locks()
    const found = locks.find((lock) => lock.name === name)
    if (found === undefined) throw failed('missing', messages.absent(name, locks))
    if (holder === undefined) throw usageError('noHolder', messages.noHolder(found, store.options))
    const release = await releaseLock(storage, { name, holder, force })
    switch (release.outcome) {
      case 'released':
        return release.lock
      case 'alive':
      case 'otherHolder':
        throw failed(release.outcome, messages[release.outcome](release.lock))
      case 'absent':
        throw failed('missing', messages.absent(name, []))
    }
  })
  if (json) printJson({ ok: true, released })
  else print(translate(messages.released(released)))
  return exitCodes.done
}
