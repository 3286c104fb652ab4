import { createHash } from 'node:crypto'
import type { StoredEvent } from '../ports/index.js'
import { splitHash } from './hash.js'

/**
 * A sign of a whole log at one moment: how many events it had, and a digest of their hashes in the log's order. Kept
 * elsewhere, it shows later whether anything up to there was changed, left out or put in, by whomever.
 */
export interface Seal {
  readonly events: number
  readonly digest: string
}

/** Grows a seal, event by event. */
export class LogDigest {
  readonly #digest = createHash('sha256')
  #events = 0

  get events(): number {
    return this.#events
  }

  add({ metadata }: StoredEvent): void {
    this.#events += 1
    this.#digest.update(splitHash(metadata)?.hash ?? '-')
  }

  /** Of what was added so far. */
  seal(): Seal {
    return { events: this.#events, digest: this.#digest.copy().digest('hex') }
  }
}
