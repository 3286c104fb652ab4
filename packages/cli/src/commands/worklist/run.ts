import { Projections } from '@skein/core'
import type { Reader } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { type BaseQuery, findBase, todayOf } from '../../input/base-query.js'
import { assertBoundedOnce, openBoundedReader } from '../../input/bounded-reader.js'
import { boundsOf } from '../../input/bounds.js'
import { warnOfLaterEvents } from '../../input/later-events.js'
import { printJsonWithList } from '../../output/json-list.js'
import { SortedRuns } from '../../output/sorted-runs.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { worklistCommand } from './command.js'
import { worklistLines } from './worklist-lines.js'

export const run: Run<typeof worklistCommand> = async (context, input) => {
  const today = todayOf(context, input)
  const bounds = boundsOf(input)
  assertBoundedOnce(bounds, input.kept)
  const store = chosenStore(context)
  return withStorage(store, { access: 'read' }, async (storage) => {
    await warnOfLaterEvents(context, storage, input)
    const { reader, ...generation } = await openBoundedReader(context, storage, bounds, input)
    const query = { today, ...generation }
    const base = await findBase(reader, input.base, query, store.name)
    const limit = input.limit ?? (context.json ? undefined : shownLines)
    const sorted = new SortedRuns(Projections.byUrgency, { limit })
    try {
      let [count, overdue] = [0, 0]
      for await (const item of itemsOf(reader, { base, query })) {
        count += 1
        if (item.overdue) overdue += 1
        sorted.add(item)
      }
      if (context.json) await printJsonWithList(context, { base, today, count, overdue }, 'items', sorted.sorted())
      else
        for (const line of worklistLines(context, { base, today, items: [...sorted.sorted()], count, overdue }))
          context.print(line)
    } finally {
      sorted.close()
    }
    return exitCodes.done
  })
}

/** What people are shown if they do not say how much. */
const shownLines = 50

interface ListRequest {
  readonly base: string
  readonly query: BaseQuery
}

/** All items of a base. */
async function* itemsOf(reader: Reader, { base, query }: ListRequest): AsyncIterable<Projections.WorklistItem> {
  // keys begin with the base, in which these characters are encoded
  const prefix = base.split(/[%/:]/)[0] ?? ''
  let cursor: string | undefined
  do {
    const start = cursor === undefined ? {} : { cursor }
    const page = await reader.read('worklist').list({ ...query, prefix, limit: 1000, ...start })
    // sound: the read model of this name publishes these documents
    const found = page.items.map(({ doc }) => doc as Projections.WorklistItem)
    yield* found.filter((item) => item.baseId === base)
    cursor = page.cursor
  } while (cursor !== undefined)
}
