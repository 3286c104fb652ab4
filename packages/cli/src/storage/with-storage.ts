import { setTimeout as sleep } from 'node:timers/promises'
import { isStorageError, logOfDomain, type Storage, type StorageError } from '@skein/engine'
import { interrupted } from '../failures/failure.js'
import { failureOf } from '../failures/failure-of.js'
import type { ChosenStore } from './chosen-store.js'
import { type OpenStorageOptions, openStorage } from './open-storage.js'

export interface WithStorageOptions extends OpenStorageOptions {
  /** How long to try again to open a store that cannot be reached; default not at all. */
  readonly waitMs?: number
  /** Called after each attempt that failed, with what is left of that time. */
  readonly onWait?: (error: StorageError, leftMs: number) => void
}

/** Between two attempts to open a store. */
const pauseMs = 1_000

/** Opens a store, uses it, and closes it in any case. */
export const withStorage = async <Result>(
  { options: storeOptions, typed, readModels, domain, signal }: ChosenStore,
  { waitMs = 0, onWait, ...options }: WithStorageOptions,
  use: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  const streamKinds = domain.aggregates.map(({ name }) => name)
  // a server would lock out the commands that make room
  const aloneOnFullDisk = options.keepsOpen !== true
  const opening = {
    ...options,
    aloneOnFullDisk,
    signal,
    streamKinds,
    ...(readModels === undefined ? {} : { readModels }),
  }
  try {
    const storage = await openWithin(waitMs, () => openStorage(typed, opening), signal, onWait)
    try {
      const events = logOfDomain(domain, storage.events)
      return await use(events === storage.events ? storage : { ...storage, events })
    } finally {
      await storage.close()
    }
  } catch (error) {
    // a store that did not answer was closed under a command that was to end
    if (signal.aborted && isStorageError(error, 'closed')) throw interrupted()
    throw failureOf(error, storeOptions)
  }
}

const openWithin = async (
  waitMs: number,
  open: () => Promise<Storage>,
  signal: AbortSignal,
  onWait: WithStorageOptions['onWait'],
): Promise<Storage> => {
  const deadline = performance.now() + waitMs
  for (;;)
    try {
      return await open()
    } catch (error) {
      const leftMs = deadline - performance.now()
      if (!isStorageError(error, 'unavailable') || leftMs <= 0) throw error
      onWait?.(error, leftMs)
      await sleep(Math.min(pauseMs, leftMs), undefined, { signal })
    }
}
