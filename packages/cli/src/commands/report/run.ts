import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { baseQueryOf, findBase } from '../../input/base-query.js'
import { warnOfLaterEvents } from '../../input/later-events.js'
import { openReader } from '../../runtime.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { reportCommand } from './command.js'
import { readReport, reportLines } from './report-lines.js'

export const run: Run<typeof reportCommand> = async (context, input) => {
  const query = baseQueryOf(context, input)
  const store = chosenStore(context)
  const report = await withStorage(store, { access: 'read' }, async (storage) => {
    await warnOfLaterEvents(context, storage, input, store)
    const reader = openReader(context, storage)
    return readReport(reader, await findBase(reader, input.base, query, store.name), query)
  })
  if (context.json) context.printJson(report)
  else for (const line of reportLines(context, report)) context.print(line)
  return exitCodes.done
}
