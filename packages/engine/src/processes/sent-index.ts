import type { Generation, Put, ReadModelStore, StoredEvent } from '../ports/index.js'

/** To which streams a process sent commands for one cause, whether they recorded anything or not. */
export interface Sent {
  readonly process: string
  readonly streams: readonly string[]
}

/** Where an event is, as in `batch-b1@12`. */
export const positionOf = ({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>): string =>
  `${stream}@${revision}`

// Permanent, like what follows it: rows of the generation that holds the checkpoint of the processes.
const prefix = 'sent/'

/** What processes sent, by cause: that of one batch, and of all before it, which is kept beside their checkpoint. */
export class SentIndex {
  readonly #store: Pick<ReadModelStore, 'get'>
  /** Of the batch that is being handled. */
  readonly #recent = new Map<string, Map<string, Set<string>>>()

  constructor(store: Pick<ReadModelStore, 'get'>) {
    this.#store = store
  }

  add(cause: string, process: string, stream: string): void {
    const byProcess = this.#recent.get(cause) ?? new Map<string, Set<string>>()
    const streams = byProcess.get(process) ?? new Set()
    byProcess.set(process, streams.add(stream))
    this.#recent.set(cause, byProcess)
  }

  /** What is written with the checkpoint after a batch. */
  puts(): readonly Put[] {
    return [...this.#recent].map(([cause, byProcess]) => ({
      space: 'row',
      key: `${prefix}${cause}`,
      value: JSON.stringify([...byProcess].map(([process, streams]): Sent => ({ process, streams: [...streams] }))),
    }))
  }

  /** To which streams a process sent commands for any of some causes. */
  async streamsOf(
    generation: Pick<Generation, 'id'>,
    process: string,
    causes: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const streams = new Set<string>()
    const stored = await this.#store.get(
      generation.id,
      'row',
      causes.map((cause) => `${prefix}${cause}`),
    )
    // sound: `puts` made it
    for (const value of stored.values())
      for (const sent of JSON.parse(value) as readonly Sent[])
        if (sent.process === process) for (const stream of sent.streams) streams.add(stream)
    for (const cause of causes) for (const stream of this.#recent.get(cause)?.get(process) ?? []) streams.add(stream)
    return streams
  }
}
