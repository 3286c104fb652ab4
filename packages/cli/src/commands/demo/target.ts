import type { Context } from '../../context.js'
import { usageError } from '../../failures/failure.js'
import { storageMessages } from '../../messages/storage.js'
import type { ChosenStore } from '../../storage/chosen-store.js'
import { parseStoreUrl, withoutSecrets } from '../../storage/store-url.js'
import { demoMessages as messages } from './messages.js'

/** A store, and its name for people. */
export type DemoTarget = ChosenStore & { readonly displayName: string }

/**
 * The store that the demo writes to. The environment is ignored: the store that is set there may be a real base.
 * @param db `--db`; comes before `--store`
 */
export const demoTarget = ({ globalOptions }: Context, db: string | undefined): DemoTarget => {
  const { readModels } = globalOptions
  const readModelsUrl = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  if (db !== undefined || globalOptions.store === undefined) return fileTarget(db ?? './skein-demo.db', readModels)
  const typed = globalOptions.store
  const url = parseStoreUrl(typed, '--store')
  const name = withoutSecrets(typed)
  switch (url.kind) {
    case 'memory':
      throw usageError('badStore', messages.notKept)
    case 'sqlite':
      return fileTarget(url.path, readModels)
    case 'postgres':
      return { name, typed, keysUrl: url, readModels, displayName: name }
    case 'eventstoredb':
      if (readModelsUrl === undefined) throw usageError('noReadModels', storageMessages.noReadModels)
      return { name, typed, keysUrl: readModelsUrl, readModels, displayName: name }
  }
}

const fileTarget = (path: string, readModels: string | undefined): DemoTarget => {
  if (path === '' || path.includes('\0')) throw usageError('badPath', messages.badPath(path))
  const typed = `sqlite:${path}`
  const keysUrl = parseStoreUrl(typed, '--db')
  if (keysUrl.kind !== 'sqlite') throw usageError('badPath', messages.badPath(path))
  return { name: typed, typed, keysUrl, readModels, displayName: keysUrl.path }
}
