import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { findBase, todayOf } from '../../input/base-query.js'
import { assertBoundedOnce, openBoundedReader } from '../../input/bounded-reader.js'
import { boundsOf } from '../../input/bounds.js'
import { warnOfLaterEvents } from '../../input/later-events.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { reportCommand } from './command.js'
import { readReport, reportLines } from './report-lines.js'

export const run: Run<typeof reportCommand> = async (context, input) => {
  const today = todayOf(context, input)
  const bounds = boundsOf(input)
  assertBoundedOnce(bounds, input.kept)
  const store = chosenStore(context)
  const report = await withStorage(store, { access: 'read' }, async (storage) => {
    await warnOfLaterEvents(context, storage, input)
    const { reader, ...generation } = await openBoundedReader(context, storage, bounds, input)
    const query = { today, ...generation }
    return readReport(reader, await findBase(reader, input.base, query, store.name), query)
  })
  if (context.json) context.printJson(report)
  else for (const line of reportLines(context, report)) context.print(line)
  return exitCodes.done
}
