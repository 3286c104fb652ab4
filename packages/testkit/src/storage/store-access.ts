import type { Position, ReadAllOptions, Storage, StoredEvent } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import type { StoreUnderTest } from './store-under-test.js'

/** A test that opens a fresh store, uses it, and closes it. */
export const withStore =
  (store: StoreUnderTest, test: (storage: Storage) => Promise<void>): (() => Promise<void>) =>
  async () => {
    const storage = await store.open()
    try {
      await test(storage)
    } finally {
      await storage.close()
    }
  }

/** All items of an iterable of batches. */
export const collect = async <T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

/** The option `after`, absent at the beginning of the log. */
export const afterPosition = (position: Position | undefined): Pick<ReadAllOptions, 'after'> =>
  position === undefined ? {} : { after: position }

/** The events after `start`: the log may hold earlier ones of other writers. */
export const readFrom = (storage: Storage, start: Position | undefined): Promise<readonly StoredEvent[]> =>
  collect(storage.events.readAll(afterPosition(start)))

export const expectRight = <L, R>(either: E.Either<L, R>): R => {
  if (E.isLeft(either)) return expect.fail(`expected a success, got ${JSON.stringify(either.left)}`)
  return either.right
}

export const expectLeft = <L, R>(either: E.Either<L, R>): L => {
  if (E.isRight(either)) return expect.fail(`expected an error, got ${JSON.stringify(either.right)}`)
  return either.left
}

/** The `fault` of the `StorageError` that `call` throws. */
export const faultOf = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    await call()
  } catch (error) {
    if (error instanceof Error && '_tag' in error && error._tag === 'StorageError' && 'fault' in error)
      return error.fault
    throw error
  }
  return expect.fail('expected a StorageError, got a success')
}
