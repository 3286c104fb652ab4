import type { Storage } from '@skein/engine'
import type { Context } from '../command.js'
import { usageError } from '../failure.js'
import { failureOf } from '../failure-of.js'
import { storageTexts } from '../texts/storage.js'
import { checkKeyFile } from './master-key.js'
import { type OpenStorageOptions, openStorage } from './open-storage.js'
import { parseStoreUrl, type StoreUrl, shownUrl } from './store-url.js'

/** The store that a command was told to use. */
export interface ChosenStore {
  /** For messages, without secrets: `sqlite:./base.db`. */
  readonly name: string
  /** Where its keys are. */
  readonly url: StoreUrl
  /** As it was typed. */
  readonly typed: string
  readonly readModels: string | undefined
}

/** Checks the names of the stores, and of the key's file, and opens nothing. */
export const chosenStore = ({ options, io }: Context): ChosenStore => {
  const typed = options.text('store') ?? (io.env.SKEIN_STORE || undefined)
  const readModels = options.text('readModels') ?? (io.env.SKEIN_READ_MODELS || undefined)
  if (typed === undefined) throw usageError('noStore', storageTexts.noStore)
  const url = parseStoreUrl(typed, '--store')
  const apart = readModels === undefined ? undefined : parseStoreUrl(readModels, '--read-models')
  checkKeyFile(options)
  if (url.kind !== 'eventstoredb') return { name: shownUrl(typed), url, typed, readModels }
  if (apart === undefined) throw usageError('noReadModels', storageTexts.noReadModels)
  return { name: shownUrl(typed), url: apart, typed, readModels }
}

/** Opens a store, uses it, and closes it whatever happens. */
export const withStorage = async <Result>(
  { name, typed, readModels }: ChosenStore,
  options: OpenStorageOptions,
  use: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  try {
    const storage = await openStorage(typed, { ...options, ...(readModels === undefined ? {} : { readModels }) })
    try {
      return await use(storage)
    } finally {
      await storage.close()
    }
  } catch (error) {
    throw failureOf(error, name)
  }
}
