import type { Storage } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { Fault, StoreUnderTest } from '../../src/storage.js'
import { openHandle, reopenHandle } from './handles.js'
import {
  type EventsChange,
  type KeysChange,
  type ReadModelsChange,
  waiting,
  withEvents,
  withKeys,
  withReadModels,
} from './parts.js'

/** A store that breaks one promise and keeps all the others. */
export interface BrokenStore {
  /** What it does wrong. */
  readonly wrong: string
  readonly offer: StoreUnderTest
  /** The beginnings of the cases that find it out, each of one. */
  readonly fails: readonly string[]
}

/** Breaks each handle of a store; `isFirst` where it was just made. */
export type Break = (storage: Storage, isFirst: boolean) => Storage

export const broken = (wrong: string, breakIt: Break, fails: readonly string[]): BrokenStore => ({
  wrong,
  offer: offerOf(breakIt),
  fails,
})

export const brokenEvents = (wrong: string, change: EventsChange, fails: readonly string[]): BrokenStore =>
  broken(wrong, (storage) => waiting(withEvents(storage, change)), fails)

export const brokenReadModels = (wrong: string, change: ReadModelsChange, fails: readonly string[]): BrokenStore =>
  broken(wrong, (storage) => withReadModels(storage, change), fails)

export const brokenKeys = (wrong: string, change: KeysChange, fails: readonly string[]): BrokenStore =>
  broken(wrong, (storage) => withKeys(storage, change), fails)

export const offerOf = (breakIt: Break): StoreUnderTest => ({
  name: 'a store',
  open: async () => breakIt(openHandle(), true),
  reopen: async (storage) => breakIt(reopenHandle(storage), false),
  faults: faultsOf(breakIt),
})

/** The connection breaks before or after the store has written. */
const faultsOf = (breakIt: Break): readonly Fault[] =>
  [false, true].map((isWritten) => ({
    name: `the connection breaks ${isWritten ? 'after' : 'before'} the commit`,
    written: isWritten ? 'unknown' : 'no',
    open: async () => {
      let isBroken = false
      const faulty = withEvents(openHandle(), ({ append }) => ({
        append: (stream, events, expected) => async () => {
          if (!isBroken) return append(stream, events, expected)()
          if (isWritten) await append(stream, events, expected)()
          return E.left({
            _tag: 'Unavailable',
            written: isWritten ? 'unknown' : 'no',
            reason: 'The connection to the store broke; the same append may be tried again.',
          })
        },
      }))
      return {
        storage: breakIt(faulty, true),
        breakIt: async () => {
          isBroken = true
        },
        mend: async () => {
          isBroken = false
        },
      }
    },
  }))
