import type { EventStore, Position } from '@skein/engine'

/** How long what was found out is relied on. */
const maxAgeMs = 100

/** The streams in which somebody annulled or corrected an entry: their first event may no longer stand. */
export class AmendedStreams {
  readonly #events: Pick<EventStore, 'readAll' | 'head'>
  readonly #streams = new Set<string>()
  #until: Position | undefined
  #readAt = Number.NEGATIVE_INFINITY
  #reading: Promise<void> | undefined

  constructor(events: Pick<EventStore, 'readAll' | 'head'>) {
    this.#events = events
  }

  /** As of a tenth of a second ago, at most. */
  async has(stream: string): Promise<boolean> {
    if (performance.now() - this.#readAt > maxAgeMs) {
      this.#reading ??= this.#readOn().finally(() => {
        this.#reading = undefined
      })
      await this.#reading
    }
    return this.#streams.has(stream)
  }

  async #readOn(): Promise<void> {
    const startedAt = performance.now()
    const after = this.#until === undefined ? {} : { after: this.#until }
    for await (const batch of this.#events.readAll({ ...after, types: ['EntryAnnulled'] })) {
      // what only was computed again has no decider
      for (const { stream, data } of batch) if (data.includes('"by":')) this.#streams.add(stream)
      this.#until = batch.at(-1)?.position ?? this.#until
    }
    this.#readAt = startedAt
  }
}
