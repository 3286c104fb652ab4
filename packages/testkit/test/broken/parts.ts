import { type EventStore, type KeyStore, type ReadModelStore, type Storage, StorageError } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'

export type EventsChange = (events: EventStore) => Partial<EventStore>
export type ReadModelsChange = (readModels: ReadModelStore) => Partial<ReadModelStore>
export type KeysChange = (keys: KeyStore) => Partial<KeyStore>

/** The same store, where some of what it does with events is done otherwise. */
export const withEvents = (storage: Storage, change: EventsChange): Storage => {
  const events = bound(storage.events)
  return { ...storage, events: { ...events, ...change(events) } }
}

export const withReadModels = (storage: Storage, change: ReadModelsChange): Storage => {
  const readModels = bound(storage.readModels)
  return { ...storage, readModels: { ...readModels, ...change(readModels) } }
}

export const withKeys = (storage: Storage, change: KeysChange): Storage => {
  const keys = bound(storage.keys)
  return { ...storage, keys: { ...keys, ...change(keys) } }
}

/** The methods of an object, and those of its class, as functions that may be passed around. */
export const bound = <Part extends object>(part: Part): Part => {
  const all: Record<string, unknown> = {}
  for (let of: object | null = part; of !== null && of !== Object.prototype; of = Object.getPrototypeOf(of))
    for (const name of Object.getOwnPropertyNames(of)) {
      const value: unknown = Reflect.get(part, name)
      if (typeof value === 'function') all[name] ??= value.bind(part)
    }
  // sound: it has every method of the part, and ports have nothing else
  return all as Part
}

/**
 * Appends that take more than one turn: closing waits for those under way, and one that begins later is answered as a
 * closed store does.
 */
export const waiting = (storage: Storage): Storage => {
  const underWay = new Set<Promise<unknown>>()
  const slow = withEvents(storage, ({ append }) => ({
    append: (stream, events, expected) => {
      const appending = append(stream, events, expected)
      return async () => {
        const work = appending()
        underWay.add(work)
        try {
          return await work
        } catch (error) {
          if (!(error instanceof StorageError) || error.fault !== 'closed') throw error
          return E.left({ _tag: 'Unavailable', written: 'no', reason: error.message, cause: error })
        } finally {
          underWay.delete(work)
        }
      }
    },
  }))
  return {
    ...slow,
    close: async () => {
      await Promise.allSettled([...underWay])
      await storage.close()
    },
  }
}

/** Lets others have their turn. */
export const turn = (times = 1): Promise<void> =>
  new Promise((resolve) => {
    const next = (left: number) => (left === 0 ? resolve() : setImmediate(next, left - 1))
    next(times)
  })
