import { setImmediate as turn } from 'node:timers/promises'
import type { EventStore, Storage } from '@skein/engine'
import {
  driveStore,
  type EventSeen,
  type HistoryOperation,
  type HistoryViolation,
  linearizabilityViolations,
} from '../../src/storage.js'
import { bound } from '../broken/changed-store.js'

const streams = ['a', 'b', 'c', 'd']

/** The whole log, as it is read after all clients have ended. */
export const logOf = async ({ events }: Pick<Storage, 'events'>): Promise<readonly EventSeen[]> => {
  const log: EventSeen[] = []
  for await (const batch of events.readAll()) log.push(...batch)
  return log
}

/** What a history of some clients at a store violates. */
export const violationsOf = async (
  storage: Pick<Storage, 'events'>,
  { clients, each, seed }: { readonly clients: number; readonly each: number; readonly seed: number },
): Promise<readonly HistoryViolation[]> => {
  const records: HistoryOperation[] = []
  await Promise.all(
    Array.from({ length: clients }, (_, index) =>
      driveStore(slowed(storage.events, seed + index), {
        client: `client-${index}`,
        operations: each,
        streams,
        seed: seed * 100 + index,
        onOperation: (operation) => records.push(operation),
      }),
    ),
  )
  return linearizabilityViolations(records, await logOf(storage))
}

/** Lets other clients run before and after each operation, so that the operations of many clients overlap. */
const slowed = (events: EventStore, seed: number): EventStore => {
  let state = seed
  const pause = async () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    for (let turns = state % 4; turns > 0; turns--) await turn()
  }
  const store = bound(events)
  return {
    ...store,
    append:
      (...given) =>
      async () => {
        await pause()
        const result = await store.append(...given)()
        await pause()
        return result
      },
    async *readStream(...given) {
      await pause()
      yield* store.readStream(...given)
      await pause()
    },
    async *readAll(...given) {
      const batches = store.readAll(...given)
      await pause()
      yield* batches
      await pause()
    },
  }
}
