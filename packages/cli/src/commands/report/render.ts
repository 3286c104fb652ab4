import type { Projections } from '@skein/core'
import type { Runtime } from '@skein/engine'
import type { Context } from '../../command.js'
import type { BaseQuery } from '../../input/base.js'
import { table, visible } from '../../output/table.js'
import { figureText, remarksOf } from './figure.js'
import { reportTexts as texts } from './texts.js'

/** The report on a base, on a day. */
export const reportOf = async (runtime: Runtime, base: string, asked: BaseQuery): Promise<Projections.FiveTasks> =>
  // sound: the view of this name composes this document, for every key that it lists
  (await runtime.read('fiveTasks').get(base, asked)) as Projections.FiveTasks

/** For people: one table, so that all numbers stand under one another. */
export const linesOf = (
  { translate, language, io }: Context,
  { name, today, tasks }: Projections.FiveTasks,
): readonly string[] => {
  const rows = tasks
    .flatMap(({ figures }) => figures)
    .map((figure) => [
      `  ${translate(figure.label)}`,
      figureText(figure),
      remarksOf(figure, language),
      visible(figure.source),
    ])
  const lines = table(rows, ['left', 'right', 'left', 'left'])
  let at = 0
  return [
    strong(translate(texts.title(visible(name), today)), io.stdout.hasColours),
    ...tasks.flatMap(({ title, figures }, index) => {
      const mine = lines.slice(at, at + figures.length)
      at += figures.length
      return ['', strong(`${index + 1}  ${translate(title)}`, io.stdout.hasColours), ...mine]
    }),
  ]
}

const strong = (text: string, hasColours: boolean): string => (hasColours ? `\u001b[1m${text}\u001b[22m` : text)
