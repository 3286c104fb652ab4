import type { EventStore, Position, StoredEvent } from '../ports/index.js'
import { RecentCache } from '../primitives/recent-cache.js'

const cacheSize = 10_000

/** The last revisions of streams that a reactor has handled, its predecessors included. */
export class HandledRevisions {
  readonly #events: Pick<EventStore, 'readStream' | 'comparePositions'>
  readonly #last = new RecentCache<string, number>(cacheSize)
  /** Everything up to here is handled. */
  #position: Position | undefined

  /** @param checkpoint where the reactor began */
  constructor(events: Pick<EventStore, 'readStream' | 'comparePositions'>, checkpoint: Position | undefined) {
    this.#events = events
    this.#position = checkpoint
  }

  add(events: readonly StoredEvent[]): void {
    for (const { stream, revision } of events) this.#last.set(stream, revision)
    this.#position = events.at(-1)?.position ?? this.#position
  }

  /** The events of a stream that are handled, and that a decision had not seen which observed it at a revision. */
  async unseen(stream: string, observed: number): Promise<readonly StoredEvent[]> {
    const position = this.#position
    const last = this.#last.get(stream)
    if (position === undefined || (last !== undefined && last <= observed)) return []
    const unseen: StoredEvent[] = []
    reading: for await (const page of this.#events.readStream(stream, { from: observed + 1, batchSize: 10 }))
      for (const event of page) {
        if (this.#events.comparePositions(event.position, position) > 0) break reading
        unseen.push(event)
      }
    if (last === undefined) this.#last.set(stream, unseen.at(-1)?.revision ?? observed)
    return unseen
  }
}
