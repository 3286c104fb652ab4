import type { Context } from '../../command.js'
import { wrongUse } from '../../failure.js'
import { parseStoreUrl } from '../../storage/store-url.js'
import type { ChosenStore } from '../../storage/with-storage.js'
import { demoTexts as texts } from './texts.js'

/**
 * The file that the story goes into. What is set in the environment is somebody's real base: only what is typed counts.
 */
export const demoTarget = ({ options }: Context): ChosenStore & { readonly path: string } => {
  const readModels = options.text('readModels')
  if (readModels !== undefined) parseStoreUrl(readModels, '--read-models')
  const path = options.text('db') ?? pathOfStore(options.text('store')) ?? './skein-demo.db'
  if (path === '' || path.includes('\0')) throw wrongUse('badPath', texts.badPath(path))
  const url = parseStoreUrl(`sqlite:${path}`, '--db')
  if (url.kind !== 'sqlite') throw wrongUse('badPath', texts.badPath(path))
  return { name: `sqlite:${path}`, typed: `sqlite:${path}`, url, readModels, path: url.path }
}

const pathOfStore = (store: string | undefined): string | undefined => {
  if (store === undefined) return undefined
  const url = parseStoreUrl(store, '--store')
  if (url.kind !== 'sqlite') throw wrongUse('badStore', texts.notSqlite)
  return url.path
}
