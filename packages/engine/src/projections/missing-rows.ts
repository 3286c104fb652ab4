import type { EventStore, StoredEvent } from '../ports/index.js'
import type { GenerationBuilder } from './generation-builder.js'

/** Streams read side by side. */
const atOnce = 16

/** Rows that are kept nowhere: each stream is read once for all read models that want its row. */
export class MissingRows {
  readonly #fillings = new Map<string, GenerationBuilder[]>()

  add(stream: string, filling: GenerationBuilder): void {
    const known = this.#fillings.get(stream)
    if (known === undefined) this.#fillings.set(stream, [filling])
    else known.push(filling)
  }

  /** @param recall folds an event again, for those who have folded it before */
  async replay(
    events: Pick<EventStore, 'readStream'>,
    recall: (event: StoredEvent, fillings: readonly GenerationBuilder[]) => void,
  ): Promise<void> {
    const left = this.#fillings.entries()
    const reader = async (): Promise<void> => {
      for (const [stream, fillings] of left)
        for await (const page of events.readStream(stream)) for (const event of page) recall(event, fillings)
    }
    if (this.#fillings.size > 0) await Promise.all(Array.from({ length: atOnce }, reader))
  }
}
