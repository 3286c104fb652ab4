import { usageError } from '../../failures/failure.js'
import type { ChosenStore } from '../../storage/chosen-store.js'
import { parseStoreUrl, withoutSecrets } from '../../storage/store-url.js'
import { copyMessages as messages } from './messages.js'

/**
 * The store of `--from` or `--to`; checks the names and opens nothing.
 * @param option `--from` or `--to`
 */
export const copyStore = (option: string, url: string | undefined, readModels: string | undefined): ChosenStore => {
  if (url === undefined) throw usageError('noStore', messages.noStore(option))
  if (readModels !== undefined) parseStoreUrl(readModels, '--read-models')
  return { name: withoutSecrets(url), keysUrl: parseStoreUrl(url, option), typed: url, readModels }
}
