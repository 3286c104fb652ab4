import type { Storage } from '@skein/engine'
import type { Context } from '../command.js'
import { wrongUse } from '../failure.js'
import { failureOf } from '../failure-of.js'
import { storageTexts } from '../texts/storage.js'
import { type OpenStorageOptions, openStorage } from './open-storage.js'
import { parseStoreUrl, type StoreUrl } from './store-url.js'

/** The store that a command was told to use. */
export interface ChosenStore {
  /** As it was typed: `sqlite:./base.db`. */
  readonly name: string
  readonly url: StoreUrl
  readonly readModels: string | undefined
}

/** Checks the names of the stores and opens nothing. */
export const chosenStore = ({ options, io }: Context): ChosenStore => {
  const name = options.text('store') ?? (io.env.SKEIN_STORE || undefined)
  const readModels = options.text('readModels') ?? (io.env.SKEIN_READ_MODELS || undefined)
  if (name === undefined) throw wrongUse('noStore', storageTexts.noStore)
  const url = parseStoreUrl(name, '--store')
  if (readModels !== undefined) parseStoreUrl(readModels, '--read-models')
  return { name, url, readModels }
}

/** Opens a store, uses it, and closes it whatever happens. */
export const withStorage = async <Result>(
  { name, readModels }: ChosenStore,
  options: OpenStorageOptions,
  use: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  try {
    const storage = await openStorage(name, { ...options, ...(readModels === undefined ? {} : { readModels }) })
    try {
      return await use(storage)
    } finally {
      await storage.close()
    }
  } catch (error) {
    throw failureOf(error, name)
  }
}
