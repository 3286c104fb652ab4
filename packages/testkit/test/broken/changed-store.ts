import {
  type EventStore,
  type Generation,
  type KeyStore,
  type ReadModelStore,
  type Storage,
  StorageError,
} from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'

export type EventsChange = (events: EventStore) => Partial<EventStore>
export type ReadModelsChange = (readModels: ReadModelStore) => Partial<ReadModelStore>
export type KeysChange = (keys: KeyStore) => Partial<KeyStore>

/** The same store with some methods of its event store replaced. */
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

/** The methods of an object, its own and inherited ones, bound to it. */
export const bound = <Part extends object>(part: Part): Part => {
  const all: Record<string, unknown> = {}
  for (
    let owner: object | null = part;
    owner !== null && owner !== Object.prototype;
    owner = Object.getPrototypeOf(owner)
  )
    for (const name of Object.getOwnPropertyNames(owner)) {
      const value: unknown = Reflect.get(part, name)
      if (typeof value === 'function') all[name] ??= value.bind(part)
    }
  // sound: it has every method of the part, and ports have nothing else
  return all as Part
}

/** For appends that take several turns: `close` waits for those in progress, and a later one fails as on a closed store. */
export const waitingForAppends = (storage: Storage): Storage => {
  const inProgress = new Set<Promise<unknown>>()
  const slow = withEvents(storage, ({ append }) => ({
    append: (...given) => {
      const appending = append(...given)
      return async () => {
        const work = appending()
        inProgress.add(work)
        try {
          return await work
        } catch (error) {
          if (!(error instanceof StorageError) || error.fault !== 'closed') throw error
          return E.left({ _tag: 'Unavailable', written: 'no', reason: error.text, cause: error })
        } finally {
          inProgress.delete(work)
        }
      }
    },
  }))
  return {
    ...slow,
    close: async () => {
      await Promise.allSettled([...inProgress])
      await storage.close()
    },
  }
}

/** Lets other tasks run, so many times. */
export const letOthersRun = (times = 1): Promise<void> =>
  new Promise((resolve) => {
    const next = (left: number) => (left === 0 ? resolve() : setImmediate(next, left - 1))
    next(times)
  })

/** The pause of a store that polls for events. */
export const pollInterval = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))

export const generationOf = async ({ generations }: ReadModelStore, id: string): Promise<Generation | undefined> =>
  (await generations()).find((each) => each.id === id)
