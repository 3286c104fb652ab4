import type { Context } from '../context.js'
import { usageError } from '../failures/failure.js'
import { storageMessages as messages } from '../messages/storage.js'
import { checkKeyFile } from './master-key-file.js'
import { parseStoreUrl, type StoreUrl, withoutSecrets } from './store-url.js'

/** The store that a command works on. */
export interface ChosenStore {
  /** For messages, without secrets: `sqlite:./base.db`. */
  readonly name: string
  /** Where the keys of persons are. */
  readonly keysUrl: StoreUrl
  /** As it was typed. */
  readonly typed: string
  readonly readModels: string | undefined
}

/** Checks the names of the stores and the file of the master key; opens nothing. */
export const chosenStore = ({ globalOptions, io }: Context): ChosenStore => {
  const typed = globalOptions.store ?? (io.env.SKEIN_STORE || undefined)
  const readModels = globalOptions.readModels ?? (io.env.SKEIN_READ_MODELS || undefined)
  if (typed === undefined) throw usageError('noStore', messages.noStore)
  const url = parseStoreUrl(typed, '--store')
  const readModelsUrl = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  checkKeyFile(globalOptions.masterKeyFile)
  const name = withoutSecrets(typed)
  if (url.kind !== 'eventstoredb') return { name, keysUrl: url, typed, readModels }
  if (readModelsUrl === undefined) throw usageError('noReadModels', messages.noReadModels)
  return { name, keysUrl: readModelsUrl, typed, readModels }
}
