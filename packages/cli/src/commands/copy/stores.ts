import type { Context } from '../../command.js'
import { usageError } from '../../failure.js'
import { parseStoreUrl, shownUrl } from '../../storage/store-url.js'
import type { ChosenStore } from '../../storage/with-storage.js'
import { copyTexts as texts } from './texts.js'

/** The store behind `--from` or `--to`; checks the names and opens nothing. */
export const storeOf = ({ options }: Context, end: 'from' | 'to'): ChosenStore => {
  const typed = options.text(end)
  if (typed === undefined) throw usageError('noStore', texts.noEnd(end))
  const readModels = options.text(`${end}ReadModels`)
  if (readModels !== undefined) parseStoreUrl(readModels, '--read-models')
  return { name: shownUrl(typed), url: parseStoreUrl(typed, `--${end}`), typed, readModels }
}
