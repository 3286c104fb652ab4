import type { Projections } from '@skein/core'
import type { Day } from '@skein/kernel'
import type { Context } from '../../context.js'
import { table } from '../../output/table.js'
import { visible } from '../../output/visible.js'
import { itemNames, worklistMessages as messages, worklistHeading } from './messages.js'

interface Worklist {
  readonly base: string
  readonly today: Day
  /** Those that are shown, the most urgent first. */
  readonly items: readonly Projections.WorklistItem[]
  /** How many there are. */
  readonly count: number
  readonly overdue: number
}

export const worklistLines = (
  { translate }: Context,
  { base, today, items, count, overdue }: Worklist,
): readonly string[] => {
  const title = translate(messages.title(visible(base), today, count, overdue))
  if (count === 0) return [title]
  const rows = items.map(({ kind, about, since, dueOn, overdue: isOverdue, isFocus }) => [
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
    ...(count > items.length ? [translate(messages.more(count - items.length))] : []),
  ]
}
