import type { Text } from '@skein/kernel'
import type { StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { eventIdOf } from '../primitives/ids.js'
import { type Finding, locationOf } from './finding.js'
import { hashOf } from './hash.js'
import { metadataOf } from './metadata.js'

/** The end of one stream so far: what its next event is checked against. */
interface ChainEnd {
  /** Of the first event of the stream. */
  readonly first: number
  readonly revision: number
  /** The hashes that the next event may follow: the recorded one, and the one that was computed where they differ. */
  readonly hashes: readonly (string | null)[]
}

const emptyChain = { first: undefined, revision: -1, hashes: [null] }

/**
 * Checks revisions, hashes and metadata of every stream of a log. Events of one stream must come in their order.
 * One changed event is one finding, not one for every event after it: the chain continues from the recorded hash.
 */
export class HashChains {
  readonly #ends = new Map<string, ChainEnd>()

  /** The number of streams so far. */
  get size(): number {
    return this.#ends.size
  }

  /** The streams, with the revisions of their first and last events. */
  get streams(): ReadonlyMap<string, Pick<ChainEnd, 'first' | 'revision'>> {
    return this.#ends
  }

  /** Whether this event, or a later one of its stream, was checked before. */
  hasSeen({ stream, revision }: StoredEvent): boolean {
    return revision <= (this.#ends.get(stream)?.revision ?? -1)
  }

  check(event: StoredEvent): readonly Finding[] {
    const { stream, revision } = event
    const { first = revision, revision: lastRevision, hashes } = this.#ends.get(stream) ?? emptyChain
    const findings = metadataFindings(event)
    if (event.eventId !== eventIdOf(event.hash))
      findings.push({
        kind: 'corrupt',
        ...locationOf(event),
        text: { en: 'its id is not the one that its hash gives', zh: '编号与由哈希得出的编号不符' },
      })
    const isFollowing = revision > lastRevision && hashes.some((previous) => hashOf(event, previous) === event.hash)
    // the hash covers the revision and what came before: between two that follow each other, nothing of ours is missing
    const isNext = isFollowing || revision === lastRevision + 1
    if (!isNext)
      findings.push({
        kind: 'revision',
        ...locationOf(event),
        text: {
          en: `expected revision ${lastRevision + 1}, found ${revision}`,
          zh: `应为序号 ${lastRevision + 1},实为 ${revision}`,
        },
      })
    // after a gap the predecessor's hash is unknown: nothing to compare with
    const computed = isNext && !isFollowing ? hashes.map((previous) => hashOf(event, previous)) : []
    const isChanged = computed.length > 0
    if (isChanged) findings.push({ kind: 'corrupt', ...locationOf(event), text: changedText })
    this.#ends.set(stream, {
      first,
      revision,
      hashes: isChanged ? [event.hash, ...computed.slice(0, 1)] : [event.hash],
    })
    return findings
  }
}

export const changedText: Text = {
  en: 'its hash does not match: this event, or the one before it, was changed after it was recorded',
  zh: '哈希不符:本事件或前一事件在登记之后被改动',
}

const metadataFindings = (event: StoredEvent): Finding[] => {
  try {
    metadataOf(event)
    return []
  } catch (error) {
    if (!isStorageError(error)) throw error
    return [{ kind: 'corrupt', ...locationOf(event), text: error.text }]
  }
}
