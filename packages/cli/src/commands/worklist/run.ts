import { domain, Projections } from '@skein/core'
import { createRuntime, type Runtime } from '@skein/engine'
import type { Day } from '@skein/kernel'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { type BaseQuery, baseOf, baseQueryIn } from '../../input/base.js'
import { noteLaterFacts } from '../../input/later-facts.js'
import { wholeNumberIn } from '../../input/values.js'
import { table, visible } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { itemNames, worklistTexts as texts, worklistHeading } from './texts.js'

type Item = Projections.WorklistItem

export const run: Run = async (context) => {
  const { options, json, printJson } = context
  const asked = baseQueryIn(context)
  const { today } = asked
  const typedLimit = options.text('limit')
  const limit = typedLimit === undefined ? undefined : wholeNumberIn('--limit', typedLimit, 1, 100_000)
  const store = chosenStore(context)
  const { base, items } = await withStorage(store, { access: 'read' }, async (storage) => {
    await noteLaterFacts(context, storage, asked, store.name)
    const runtime = createRuntime(domain, storage)
    const base = await baseOf(runtime, options.text('base'), asked, store.name)
    return { base, items: await itemsOf(runtime, base, asked) }
  })
  const overdue = items.filter((item) => item.overdue).length
  if (json) printJson({ base, today, count: items.length, overdue, items: items.slice(0, limit) })
  else tell(context, { base, today, items, overdue }, limit ?? 50)
  return exitCodes.done
}

const itemsOf = async (runtime: Runtime, base: string, asked: BaseQuery): Promise<readonly Item[]> => {
  // keys begin with the base, in which these signs are written otherwise
  const prefix = base.split(/[%/:]/)[0] ?? ''
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const from = cursor === undefined ? {} : { cursor }
    const page = await runtime.read('worklist').list({ ...asked, prefix, limit: 1000, ...from })
    // sound: the read model of this name publishes these documents
    items.push(...page.items.map(({ doc }) => doc as Item).filter((item) => item.baseId === base))
    cursor = page.cursor
  } while (cursor !== undefined)
  return items.sort(Projections.byUrgency)
}

interface Told {
  readonly base: string
  readonly today: Day
  readonly items: readonly Item[]
  readonly overdue: number
}

const tell = ({ translate, print }: Context, { base, today, items, overdue }: Told, limit: number): void => {
  print(translate(texts.title(visible(base), today, items.length, overdue)))
  if (items.length === 0) return
  print('')
  const rows = items
    .slice(0, limit)
    .map(({ kind, about, since, dueOn, overdue: isOverdue, isFocus }) => [
      dueOn ?? '–',
      `${isOverdue ? '!' : ' '}${isFocus ? '*' : ' '}`,
      translate(itemNames[kind]),
      visible(Object.values(about).join(' ')),
      since,
    ])
  for (const line of table([worklistHeading.map(translate), ...rows])) print(line)
  if (items.length > limit) print(translate(texts.more(items.length - limit)))
}
