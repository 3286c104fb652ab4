import type { Context } from '../../command.js'
import { usageError } from '../../failure.js'
import { parseStoreUrl, shownUrl } from '../../storage/store-url.js'
import type { ChosenStore } from '../../storage/with-storage.js'
import { storageTexts } from '../../texts/storage.js'
import { demoTexts as texts } from './texts.js'

/** A store, and what people call it. */
export type DemoTarget = ChosenStore & { readonly shown: string }

/**
 * The store that the story goes into. What is set in the environment is somebody's real base: only what is typed counts.
 */
export const demoTarget = ({ options }: Context): DemoTarget => {
  const readModels = options.text('readModels')
  const apart = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  const typed = options.text('db') === undefined ? options.text('store') : undefined
  const url = typed === undefined ? undefined : parseStoreUrl(typed, '--store')
  if (typed === undefined || url === undefined) return inFile(options.text('db') ?? './skein-demo.db', readModels)
  const name = shownUrl(typed)
  switch (url.kind) {
    case 'memory':
      throw usageError('badStore', texts.notKept)
    case 'sqlite':
      return inFile(url.path, readModels)
    case 'postgres':
      return { name, typed, url, readModels, shown: name }
    case 'eventstoredb':
      // the key lies beside the database that has the keys of persons
      if (apart === undefined) throw usageError('noReadModels', storageTexts.noReadModels)
      return { name, typed, url: apart, readModels, shown: name }
  }
}

const inFile = (path: string, readModels: string | undefined): DemoTarget => {
  if (path === '' || path.includes('\0')) throw usageError('badPath', texts.badPath(path))
  const typed = `sqlite:${path}`
  const url = parseStoreUrl(typed, '--db')
  if (url.kind !== 'sqlite') throw usageError('badPath', texts.badPath(path))
  return { name: typed, typed, url, readModels, shown: url.path }
}
