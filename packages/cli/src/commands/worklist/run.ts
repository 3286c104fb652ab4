import { Projections } from '@skein/core'
import type { Reader } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { type BaseQuery, findBase, todayOf } from '../../input/base-query.js'
import { assertBoundedOnce, openBoundedReader } from '../../input/bounded-reader.js'
import { boundsOf } from '../../input/bounds.js'
import { warnOfLaterEvents } from '../../input/later-events.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { worklistCommand } from './command.js'
import { worklistLines } from './worklist-lines.js'

export const run: Run<typeof worklistCommand> = async (context, input) => {
  const today = todayOf(context, input)
  const bounds = boundsOf(input)
  assertBoundedOnce(bounds, input.kept)
  const store = chosenStore(context)
  const { base, items } = await withStorage(store, { access: 'read' }, async (storage) => {
    await warnOfLaterEvents(context, storage, input)
    const { reader, ...generation } = await openBoundedReader(context, storage, bounds, input)
    const query = { today, ...generation }
    const base = await findBase(reader, input.base, query, store.name)
    return { base, items: await itemsOf(reader, { base, query }) }
  })
  const overdue = items.filter((item) => item.overdue).length
  if (context.json) context.printJson({ base, today, count: items.length, overdue, items: items.slice(0, input.limit) })
  else for (const line of worklistLines(context, { base, today, items, overdue }, input.limit)) context.print(line)
  return exitCodes.done
}

interface ListRequest {
  readonly base: string
  readonly query: BaseQuery
}

/** All items of a base, the most urgent first. */
const itemsOf = async (reader: Reader, { base, query }: ListRequest): Promise<readonly Projections.WorklistItem[]> => {
  // keys begin with the base, in which these characters are encoded
  const prefix = base.split(/[%/:]/)[0] ?? ''
  const items: Projections.WorklistItem[] = []
  let cursor: string | undefined
  do {
    const start = cursor === undefined ? {} : { cursor }
    const page = await reader.read('worklist').list({ ...query, prefix, limit: 1000, ...start })
    // sound: the read model of this name publishes these documents
    const found = page.items.map(({ doc }) => doc as Projections.WorklistItem)
    items.push(...found.filter((item) => item.baseId === base))
    cursor = page.cursor
  } while (cursor !== undefined)
  return items.sort(Projections.byUrgency)
}
