import { randomUUID } from 'node:crypto'
import type { NewEvent, Position, ReadAllOptions, Storage, StoredEvent } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import type { StoreUnderTest } from './store-under-test.js'

/** Does `work` with a fresh store and closes it. */
export const withStore =
  (offer: StoreUnderTest, work: (storage: Storage) => Promise<void>): (() => Promise<void>) =>
  async () => {
    const storage = await offer.open()
    try {
      await work(storage)
    } finally {
      await storage.close()
    }
  }

/** A stream that nobody else writes. */
export const freshStream = (name = 'stream'): string => `${name}-${randomUUID()}`

export const newEvent = (type = 'Happened', data: unknown = { on: '2018-03-27' }): NewEvent => ({
  eventId: randomUUID(),
  type,
  schemaVersion: 1,
  data: JSON.stringify(data),
  metadata: JSON.stringify({ actor: 'a1' }),
})

export const newEvents = (count: number, type?: string): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => newEvent(type, { index, on: '2018-03-27' }))

/** What was given in, without what the store adds; some stores fetch fields when they are asked for. */
export const given = ({ eventId, type, schemaVersion, data, metadata }: NewEvent): NewEvent => ({
  eventId,
  type,
  schemaVersion,
  data,
  metadata,
})

export const ids = (events: readonly NewEvent[]): readonly string[] => events.map(({ eventId }) => eventId)

/** Everything an iterable of batches gives. */
export const gather = async <T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

/** `readAll` from `start` on, so that a log that others write, too, may be examined. */
export const readFrom = (
  storage: Storage,
  start: Position | undefined,
  options: ReadAllOptions = {},
): Promise<readonly StoredEvent[]> =>
  gather(storage.events.readAll({ ...(start === undefined ? {} : { after: start }), ...options }))

export const right = <L, R>(either: E.Either<L, R>): R => {
  if (E.isLeft(either)) return expect.fail(`expected a success, got ${JSON.stringify(either.left)}`)
  return either.right
}

export const left = <L, R>(either: E.Either<L, R>): L => {
  if (E.isRight(either)) return expect.fail(`expected an error, got ${JSON.stringify(either.right)}`)
  return either.left
}

/** The fault of the `StorageError` that `work` ends in. */
export const faultOf = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof Error && '_tag' in error && error._tag === 'StorageError' && 'fault' in error)
      return error.fault
    throw error
  }
  return expect.fail('expected a StorageError, got a success')
}
