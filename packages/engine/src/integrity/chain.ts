import type { StoredEvent } from '../ports/index.js'
import { metadataOf } from './codec.js'
import { type Finding, locationOf } from './finding.js'
import { hashOf, splitHash } from './hash.js'

/** The end of one stream so far: what its next event is checked against. */
interface ChainEnd {
  readonly revision: number
  /** The hashes that the next event may follow: the recorded one, and the one that was computed where they differ. */
  readonly hashes: readonly (string | null)[]
}

const emptyChain: ChainEnd = { revision: -1, hashes: [null] }

/**
 * Checks revisions, hashes, ids and metadata of every stream of a log. Events of one stream must come in their order.
 * One changed event is one finding, not one for every event after it: the chain continues from the recorded hash.
 */
export class HashChains {
  readonly #ends = new Map<string, ChainEnd>()

  /** The number of streams so far. */
  get size(): number {
    return this.#ends.size
  }

  /** Whether this event, or a later one of its stream, was checked before. */
  hasSeen({ stream, revision }: StoredEvent): boolean {
    return revision <= (this.#ends.get(stream)?.revision ?? -1)
  }

  check(event: StoredEvent): readonly Finding[] {
    const { stream, revision, type, schemaVersion, data, metadata } = event
    const { revision: lastRevision, hashes } = this.#ends.get(stream) ?? emptyChain
    const findings = metadataFindings(event)
    const isNext = revision === lastRevision + 1
    if (!isNext)
      findings.push({
        kind: 'revision',
        ...locationOf(event),
        text: {
          en: `expected revision ${lastRevision + 1}, found ${revision}`,
          zh: `应为序号 ${lastRevision + 1},实为 ${revision}`,
        },
      })
    const split = splitHash(metadata)
    if (split === undefined) {
      findings.push({
        kind: 'hash',
        ...locationOf(event),
        text: { en: 'its metadata has no hash', zh: '元数据中没有哈希' },
      })
      this.#ends.set(stream, { revision, hashes: [] })
      return findings
    }
    const hashed = { stream, revision, type, schemaVersion, data, metadata: split.rest }
    // after a gap, or after an event without a hash, the predecessor's hash is unknown: nothing to compare with
    const computed = isNext ? hashes.map((previous) => hashOf(hashed, previous)) : []
    const isChanged = computed.length > 0 && !computed.includes(split.hash)
    if (isChanged)
      findings.push({
        kind: 'hash',
        ...locationOf(event),
        text: {
          en: 'its hash does not match: this event, or the one before it, was changed after it was recorded',
          zh: '哈希不符:本事件或前一事件在登记之后被改动',
        },
      })
    this.#ends.set(stream, { revision, hashes: isChanged ? [split.hash, ...computed.slice(0, 1)] : [split.hash] })
    return findings
  }
}

/** Where the stored columns and the metadata disagree. */
const metadataFindings = (event: StoredEvent): Finding[] => {
  const location = locationOf(event)
  try {
    const { eventId, schemaVersion } = metadataOf(event)
    const findings: Finding[] = []
    if (eventId !== event.eventId)
      findings.push({
        kind: 'eventId',
        ...location,
        text: { en: 'its id is not the one in its metadata', zh: '编号与元数据中的编号不符' },
      })
    if (schemaVersion !== event.schemaVersion)
      findings.push({
        kind: 'schema',
        ...location,
        text: {
          en: `stored as schema version ${event.schemaVersion}, recorded as ${schemaVersion}`,
          zh: `存储的格式版本为 ${event.schemaVersion},登记时为 ${schemaVersion}`,
        },
      })
    return findings
  } catch {
    return [{ kind: 'unreadable', ...location, text: { en: 'its metadata is not JSON', zh: '元数据不是 JSON' } }]
  }
}
