import type { StoredEvent } from '../ports.js'
import { type Fault, placeOf } from '../projections/fault.js'
import { metadataOf } from './codec.js'
import { hashOf, splitHash } from './hash.js'

/** What is kept of a stream: enough to judge its next event. */
interface Last {
  readonly revision: number
  /** What the next event may follow: the recorded hash, and what it should have been. */
  readonly hashes: readonly (string | null)[]
}

const start: Last = { revision: -1, hashes: [null] }

/**
 * Follows every stream of a log: gaps, hashes, ids and metadata. Events of a stream come in their order. A broken event
 * is one fault, not one for every event after it: the chain goes on from its recorded hash.
 */
export class Chains {
  readonly #streams = new Map<string, Last>()

  /** How many streams there are so far. */
  get size(): number {
    return this.#streams.size
  }

  /** Whether an event, or one behind it in its stream, was checked before. */
  hasSeen({ stream, revision }: StoredEvent): boolean {
    return revision <= (this.#streams.get(stream)?.revision ?? -1)
  }

  check(event: StoredEvent): readonly Fault[] {
    const { stream, revision, type, schemaVersion, data, metadata } = event
    const { revision: before, hashes } = this.#streams.get(stream) ?? start
    const faults = metadataFaults(event)
    if (revision !== before + 1)
      faults.push({
        kind: 'revision',
        ...placeOf(event),
        message: `expected revision ${before + 1}, found ${revision}`,
      })
    const split = splitHash(metadata)
    if (split === undefined) {
      faults.push({ kind: 'hash', ...placeOf(event), message: 'its metadata has no hash' })
      this.#streams.set(stream, { revision, hashes: [] })
      return faults
    }
    const hashed = { stream, revision, type, schemaVersion, data, metadata: split.rest }
    // behind a gap, or an event without a hash, nobody knows what it followed
    const ought = revision === before + 1 ? hashes.map((previous) => hashOf(hashed, previous)) : []
    const isBroken = ought.length > 0 && !ought.includes(split.hash)
    if (isBroken)
      faults.push({ kind: 'hash', ...placeOf(event), message: 'it, or the event before it, is not what was recorded' })
    this.#streams.set(stream, { revision, hashes: isBroken ? [split.hash, ...ought.slice(0, 1)] : [split.hash] })
    return faults
  }
}

/** What the columns and the metadata say differently. */
const metadataFaults = (event: StoredEvent): Fault[] => {
  const faults: Fault[] = []
  const place = placeOf(event)
  try {
    const { eventId, schemaVersion } = metadataOf(event)
    if (eventId !== event.eventId)
      faults.push({ kind: 'eventId', ...place, message: 'its id is not the one in its metadata' })
    if (schemaVersion !== event.schemaVersion)
      faults.push({
        kind: 'schema',
        ...place,
        message: `stored as schema version ${event.schemaVersion}, recorded as ${schemaVersion}`,
      })
  } catch {
    faults.push({ kind: 'unreadable', ...place, message: 'its metadata is not JSON' })
  }
  return faults
}
