import { domain } from '@skein/core'
import { createRuntime } from '@skein/engine'
import type { Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { baseOf, baseQueryIn } from '../../input/base.js'
import { noteLaterFacts } from '../../input/later-facts.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { linesOf, reportOf } from './render.js'

export const run: Run = async (context) => {
  const asked = baseQueryIn(context)
  const store = chosenStore(context)
  const report = await withStorage(store, { access: 'read' }, async (storage) => {
    await noteLaterFacts(context, storage, asked, store.name)
    const runtime = createRuntime(domain, storage)
    return reportOf(runtime, await baseOf(runtime, context.options.text('base'), asked, store.name), asked)
  })
  if (context.json) context.printJson(report)
  else for (const line of linesOf(context, report)) context.print(line)
  return exitCodes.done
}
