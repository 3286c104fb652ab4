// Events that cannot be read: damaged ones, and one that a newer program recorded.
import type { Storage, StoredEvent } from '../src/index.js'
import { hashOf } from '../src/integrity/hash.js'
import { eventIdOf } from '../src/primitives/ids.js'
import { logOf, withEvents } from './fixture.js'

type Damage = Partial<StoredEvent>

/** A store in which some events, named as `show-a@1`, are damaged; they are repaired when `damage` is emptied. */
export const damageable = (storage: Storage) => {
  const damage: Record<string, Damage> = {}
  const damaged = async function* (batches: ReturnType<Storage['events']['readAll']>) {
    for await (const batch of batches)
      yield batch.map((event) => ({ ...event, ...damage[`${event.stream}@${event.revision}`] }))
  }
  const { events } = storage
  return {
    damage,
    storage: withEvents(storage, {
      readStream: (...given) => damaged(events.readStream(...given)),
      readAll: (...given) => damaged(events.readAll(...given)),
      subscribe: (...given) => damaged(events.subscribe(...given)),
    }),
  }
}

/** The second event of a stream, as a newer program would have recorded it. */
const newer = async (storage: Storage, stream: string): Promise<Damage> => {
  const [before, second] = (await logOf(storage, stream)).slice(0, 2)
  if (before === undefined || second === undefined) throw new Error(`${stream} has two events`)
  const event = { ...second, schemaVersion: 9 }
  const hash = hashOf(event, before.hash)
  return { ...event, hash, eventId: eventIdOf(hash) }
}

export const damages: readonly {
  readonly title: string
  readonly fault: string
  readonly of: (storage: Storage) => Promise<Damage>
}[] = [
  { title: 'whose data is no JSON', fault: 'corrupt', of: async () => ({ data: '{' }) },
  { title: 'whose data is no object', fault: 'corrupt', of: async () => ({ data: '5' }) },
  { title: 'whose data is null', fault: 'corrupt', of: async () => ({ data: 'null' }) },
  {
    title: 'of a schema version that is not known yet',
    fault: 'newer',
    of: (storage) => newer(storage, 'show-a'),
  },
]
