import { performance } from 'node:perf_hooks'
import type { Storage } from '@skein/engine'
import { type StorageCase, type StoreUnderTest, storageCases } from '../../src/storage.js'
import { dropSharedStores } from './shared-store.js'

/** The cases that a store does not pass. They run side by side, each with a store of its own. */
export const failingCases = async (store: StoreUnderTest): Promise<readonly StorageCase[]> => {
  const opened: Storage[] = []
  const cases = storageCases(recordingOpened(store, opened))
  const { hung, stop } = watchIdle()
  const passed = await Promise.all(cases.map(({ run }) => passes(run, hung)))
  stop()
  // ends what cases that never ended still wait for; some of these stores fail to close
  await Promise.allSettled(opened.map((storage) => storage.close()))
  dropSharedStores()
  return cases.filter((_, index) => !passed[index])
}

const recordingOpened = (store: StoreUnderTest, opened: Storage[]): StoreUnderTest => {
  const record = (storage: Storage): Storage => {
    opened.push(storage)
    return storage
  }
  const { reopen, faults = [] } = store
  return {
    ...store,
    open: async () => record(await store.open()),
    ...(reopen && { reopen: async (storage) => record(await reopen(storage)) }),
    faults: faults.map((fault) => ({
      ...fault,
      open: async () => {
        const breakable = await fault.open()
        record(breakable.storage)
        return breakable
      },
    })),
  }
}

const passes = async (run: () => Promise<void>, hung: Promise<void>): Promise<boolean> => {
  try {
    return await Promise.race([run().then(() => true), hung.then(() => false)])
  } catch {
    return false
  }
}

/** A sound store leaves the process idle for some 50 ms in all cases together. Idle, not elapsed: the machine may be busy. */
const idleLimit = 1_000

/** Resolves when the process has had nothing to do for so long that what it waits for will never come. */
const watchIdle = () => {
  const { idle } = performance.eventLoopUtilization()
  let timer: NodeJS.Timeout | undefined
  const hung = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (performance.eventLoopUtilization().idle - idle >= idleLimit) resolve()
    }, 50)
  })
  return { hung, stop: () => clearInterval(timer) }
}
