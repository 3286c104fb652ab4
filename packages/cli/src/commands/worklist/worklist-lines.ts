import type { Projections } from '@skein/core'
import type { Day } from '@skein/kernel'
import type { Context } from '../../context.js'
import { table } from '../../output/table.js'
import { visible } from '../../output/visible.js'
import { itemNames, worklistMessages as messages, worklistHeading } from './messages.js'

interface Worklist {
  readonly base: string
  readonly today: Day
  /** The most urgent first. */
  readonly items: readonly Projections.WorklistItem[]
  readonly overdue: number
}

export const worklistLines = (
  { translate }: Context,
  { base, today, items, overdue }: Worklist,
  limit = 50,
): readonly string[] => {
  const title = translate(messages.title(visible(base), today, items.length, overdue))
  if (items.length === 0) return [title]
  const rows = items
    .slice(0, limit)
    .map(({ kind, about, since, dueOn, overdue: isOverdue, isFocus }) => [
      dueOn ?? '–',
      `${isOverdue ? '!' : ' '}${isFocus ? '*' : ' '}`,
      translate(itemNames[kind]),
      visible(Object.values(about).join(' ')),
      since,
    ])
  return [
    title,
    '',
    ...table([worklistHeading.map(translate), ...rows]),
    ...(items.length > limit ? [translate(messages.more(items.length - limit))] : []),
  ]
}
