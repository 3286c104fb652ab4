import type { Projections } from '@skein/core'
import type { Reader } from '@skein/engine'
import type { Context } from '../../context.js'
import type { BaseQuery } from '../../input/base-query.js'
import { table } from '../../output/table.js'
import { visible } from '../../output/visible.js'
import { figureRemarks, figureText } from './figure.js'
import { reportMessages as messages } from './messages.js'

/** The report on a base. */
export const readReport = async (reader: Reader, base: string, query: BaseQuery): Promise<Projections.FiveTasks> =>
  // sound: the view of this name composes this document, for every key that it lists
  (await reader.read('fiveTasks').get(base, query)) as Projections.FiveTasks

/** The report for people. All figures are one table, so that the columns of all tasks are aligned. */
export const reportLines = (
  { translate, language, io }: Context,
  { name, today, tasks }: Projections.FiveTasks,
): readonly string[] => {
  const rows = tasks
    .flatMap(({ figures }) => figures)
    .map((figure) => [
      `  ${translate(figure.label)}`,
      figureText(figure),
      figureRemarks(figure, language),
      visible(figure.source),
    ])
  const lines = table(rows, ['left', 'right', 'left', 'left'])
  let start = 0
  return [
    bold(translate(messages.title(visible(name), today)), io.stdout.hasColours),
    ...tasks.flatMap(({ title, figures }, index) => {
      const ownLines = lines.slice(start, start + figures.length)
      start += figures.length
      return ['', bold(`${index + 1}  ${translate(title)}`, io.stdout.hasColours), ...ownLines]
    }),
  ]
}

const bold = (text: string, hasColours: boolean): string => (hasColours ? `\u001b[1m${text}\u001b[22m` : text)
