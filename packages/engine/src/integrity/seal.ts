import { createHash } from 'node:crypto'
import type { StoredEvent } from '../ports/index.js'

/**
 * A tamper-evident seal of a log at one moment: the number of its events, and a digest of their hashes in the order of
 * the log. Kept in another place, it later shows whether anything up to that moment was changed, removed or inserted.
 */
export interface Seal {
  readonly events: number
  readonly digest: string
}

/** Computes the seal of a log, event by event. */
export class LogDigest {
  readonly #digest = createHash('sha256')
  #events = 0

  get events(): number {
    return this.#events
  }

  add({ hash }: StoredEvent): void {
    this.#events += 1
    this.#digest.update(hash)
  }

  /** The seal of the events added so far. */
  seal(): Seal {
    return { events: this.#events, digest: this.#digest.copy().digest('hex') }
  }
}
