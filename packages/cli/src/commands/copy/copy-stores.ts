import type { Context } from '../../context.js'
import { usageError } from '../../failures/failure.js'
import { type ChosenStore, namedStore } from '../../storage/chosen-store.js'
import { parseStoreUrl } from '../../storage/store-url.js'
import { copyMessages as messages } from './messages.js'

/**
 * The store of `--from` or `--to`; checks the names and opens nothing.
 * @param option `--from` or `--to`
 */
export const copyStore = (
  option: string,
  url: string | undefined,
  readModels: string | undefined,
  context: Pick<Context, 'domain' | 'io'>,
): ChosenStore => {
  if (url === undefined) throw usageError('noStore', messages.noStore(option))
  if (readModels !== undefined) parseStoreUrl(readModels, '--read-models')
  return namedStore(url, readModels, parseStoreUrl(url, option), context)
}
