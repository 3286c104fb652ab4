import type { Context } from '../../context.js'
import { usageError } from '../../failures/failure.js'
import { storageMessages } from '../../messages/storage.js'
import { type ChosenStore, namedStore } from '../../storage/chosen-store.js'
import { parseStoreUrl } from '../../storage/store-url.js'
import { demoMessages as messages } from './messages.js'

/** A store, and its name for people. */
export type DemoTarget = ChosenStore & { readonly displayName: string }

/**
 * The store that the demo writes to. The environment is ignored: the store that is set there may be a real base.
 * @param db `--db`; comes before `--store`
 */
export const demoTarget = (context: Context, db: string | undefined): DemoTarget => {
  const { globalOptions } = context
  const { readModels } = globalOptions
  const readModelsUrl = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  if (db !== undefined || globalOptions.store === undefined)
    return fileTarget(db ?? './skein-demo.db', readModels, context)
  const typed = globalOptions.store
  const url = parseStoreUrl(typed, '--store')
  switch (url.kind) {
    case 'memory':
      throw usageError('badStore', messages.notKept)
    case 'sqlite':
      return fileTarget(url.path, readModels, context)
    case 'postgres':
      return serverTarget(namedStore(typed, readModels, url, context))
    case 'eventstoredb':
      if (readModelsUrl === undefined) throw usageError('noReadModels', storageMessages.noReadModels)
      return serverTarget(namedStore(typed, readModels, readModelsUrl, context))
  }
}

const fileTarget = (path: string, readModels: string | undefined, context: Context): DemoTarget => {
  if (path === '' || path.includes('\0')) throw usageError('badPath', messages.badPath(path))
  const typed = `sqlite:${path}`
  const keysUrl = parseStoreUrl(typed, '--db')
  if (keysUrl.kind !== 'sqlite') throw usageError('badPath', messages.badPath(path))
  return { ...namedStore(typed, readModels, keysUrl, context), displayName: keysUrl.path }
}

const serverTarget = (store: ChosenStore): DemoTarget => ({ ...store, displayName: store.name })
