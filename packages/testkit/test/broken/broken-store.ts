import type { Storage } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Fault, StoreUnderTest } from '../../src/storage.js'
import {
  type EventsChange,
  type KeysChange,
  type ReadModelsChange,
  waitingForAppends,
  withEvents,
  withKeys,
  withReadModels,
} from './changed-store.js'
import { openAnotherHandle, openSharedStore } from './shared-store.js'

/** The titles of cases, by the part of a store that they are about. */
export type CaseTitles = Readonly<Record<string, readonly string[]>>

/** A store that breaks one promise and keeps all the others. */
export interface BrokenStore {
  /** What it does wrong. */
  readonly defect: string
  readonly store: StoreUnderTest
  /** The cases that fail because of it; all others pass. */
  readonly failing: CaseTitles
}

/** Breaks a handle of a store; `isFirst` if the store was just made. */
export type ChangeHandle = (storage: Storage, isFirst: boolean) => Storage

export const brokenStore = (defect: string, change: ChangeHandle, failing: CaseTitles): BrokenStore => ({
  defect,
  store: storeWith(change),
  failing,
})

export const brokenEventStore = (defect: string, change: EventsChange, failing: CaseTitles): BrokenStore =>
  brokenStore(defect, (storage) => waitingForAppends(withEvents(storage, change)), failing)

export const brokenReadModelStore = (defect: string, change: ReadModelsChange, failing: CaseTitles): BrokenStore =>
  brokenStore(defect, (storage) => withReadModels(storage, change), failing)

export const brokenKeyStore = (defect: string, change: KeysChange, failing: CaseTitles): BrokenStore =>
  brokenStore(defect, (storage) => withKeys(storage, change), failing)

export const storeWith = (change: ChangeHandle): StoreUnderTest => ({
  name: 'a store',
  open: async () => change(openSharedStore(), true),
  reopen: async (storage) => change(openAnotherHandle(storage), false),
  faults: faultsWith(change),
})

/** The connection breaks before or after the store has written. */
const faultsWith = (change: ChangeHandle): readonly Fault[] =>
  [false, true].map((isWritten) => ({
    name: `the connection breaks ${isWritten ? 'after' : 'before'} the commit`,
    written: isWritten ? 'unknown' : 'no',
    open: async () => {
      let isBroken = false
      const breakable = withEvents(openSharedStore(), ({ append }) => ({
        append: (stream, events, expected, previous) => async () => {
          if (!isBroken) return append(stream, events, expected, previous)()
          if (isWritten) await append(stream, events, expected, previous)()
          return E.left({
            _tag: 'Unavailable',
            written: isWritten ? 'unknown' : 'no',
            reason: {
              en: 'The connection to the store broke; the same append may be tried again.',
              zh: '与存储的连接中断;可再次提交同一写入。',
            },
          })
        },
      }))
      return {
        storage: change(breakable, true),
        breakIt: async () => {
          isBroken = true
        },
        mend: async () => {
          isBroken = false
        },
      }
    },
  }))
