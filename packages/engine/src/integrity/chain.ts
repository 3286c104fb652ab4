import type { Text } from '@skein/kernel'
import type { StoredEvent } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { ByteColumn, NumberColumn } from '../primitives/columns.js'
import { eventIdOf } from '../primitives/ids.js'
import { NameTable } from '../primitives/name-table.js'
import { type Finding, locationOf } from './finding.js'
import { hashOf } from './hash.js'
import { metadataOf } from './metadata.js'

const digestLength = 32
/** A hash of ours, in hex. */
const digest = /^[0-9a-f]{64}$/

const nothing: readonly null[] = [null]

/**
 * Checks revisions, hashes and metadata of every stream of a log. Events of one stream must come in their order.
 * One changed event is one finding, not one for every event after it: the chain continues from the recorded hash.
 *
 * It keeps about 80 bytes for each stream, outside of the heap.
 */
export class HashChains {
  readonly #streams = new NameTable()
  readonly #lasts = new NumberColumn()
  readonly #hashes = new ByteColumn(digestLength)
  /** Of streams whose next event may follow another hash, or several: the recorded one, and the one that was computed. */
  readonly #otherHashes = new Map<number, readonly string[]>()

  /** The number of streams so far. */
  get size(): number {
    return this.#streams.size
  }

  /** The last revision of a stream so far. */
  lastRevision(stream: string): number | undefined {
    const row = this.#streams.find(stream)
    return row === undefined ? undefined : this.#lasts.get(row)
  }

  /** Whether this event, or a later one of its stream, was checked before. */
  hasSeen({ stream, revision }: StoredEvent): boolean {
    return revision <= (this.lastRevision(stream) ?? -1)
  }

  check(event: StoredEvent): readonly Finding[] {
    const { stream, revision } = event
    const row = this.#streams.find(stream)
    const lastRevision = row === undefined ? -1 : this.#lasts.get(row)
    const hashes = row === undefined ? nothing : this.#hashesOf(row)
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
    this.#keep(event, isChanged ? [event.hash, ...computed.slice(0, 1)] : [event.hash])
    return findings
  }

  #hashesOf(row: number): readonly string[] {
    return this.#otherHashes.get(row) ?? [this.#hashes.get(row).toString('hex')]
  }

  #keep({ stream, revision }: StoredEvent, hashes: readonly string[]): void {
    const row = this.#streams.add(stream)
    this.#lasts.set(row, revision)
    const [hash = ''] = hashes
    if (hashes.length === 1 && digest.test(hash)) {
      this.#hashes.get(row).write(hash, 'hex')
      this.#otherHashes.delete(row)
    } else this.#otherHashes.set(row, hashes)
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
