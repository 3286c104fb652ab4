import type { Storage } from '@skein/engine'
import { failureOf } from '../failures/failure-of.js'
import type { ChosenStore } from './chosen-store.js'
import { type OpenStorageOptions, openStorage } from './open-storage.js'

/** Opens a store, uses it, and closes it in any case. */
export const withStorage = async <Result>(
  { options: storeOptions, typed, readModels, signal }: ChosenStore,
  options: OpenStorageOptions,
  use: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  try {
    const storage = await openStorage(typed, {
      ...options,
      signal,
      ...(readModels === undefined ? {} : { readModels }),
    })
    try {
      return await use(storage)
    } finally {
      await storage.close()
    }
  } catch (error) {
    throw failureOf(error, storeOptions)
  }
}
