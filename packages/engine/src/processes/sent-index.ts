import type { Generation, Put, ReadModelStore, StoredEvent } from '../ports/index.js'

/** A command by which a process compensates for another one that was refused. Commands are named by what they are about. */
export interface Compensation {
  readonly refused: string
  readonly stream: string
  readonly command: string
}

/** What a process sent for one cause, whether it recorded anything or not. */
export interface Sent {
  /** The streams to which it sent commands, compensations included. */
  readonly streams: ReadonlySet<string>
  readonly compensations: readonly Compensation[]
}

/** Where an event is, as in `batch-b1@12`. */
export const positionOf = ({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>): string =>
  `${stream}@${revision}`

// Permanent, like what follows it: rows of the generation that holds the checkpoint of the processes.
const prefix = 'sent/'
/** What is stored of one process. */
type StoredSent = readonly [process: string, streams: readonly string[], compensations?: readonly Compensation[]]

/** What processes sent, by cause: that of one batch, and of all before it, which is kept beside their checkpoint. */
export class SentIndex {
  readonly #store: Pick<ReadModelStore, 'get'>
  /** Of the batch that is being handled. */
  readonly #recent = new Map<string, Map<string, { streams: Set<string>; compensations: Compensation[] }>>()

  constructor(store: Pick<ReadModelStore, 'get'>) {
    this.#store = store
  }

  add(cause: string, process: string, stream: string): void {
    this.#recentOf(cause, process).streams.add(stream)
  }

  addCompensation(cause: string, process: string, compensation: Compensation): void {
    const { streams, compensations } = this.#recentOf(cause, process)
    streams.add(compensation.stream)
    compensations.push(compensation)
  }

  /** What is written with the checkpoint after a batch. */
  async puts(generation: Pick<Generation, 'id'>): Promise<readonly Put[]> {
    const stored = await this.#stored(generation, [...this.#recent.keys()])
    return [...this.#recent].flatMap(([cause, byProcess]): readonly Put[] => {
      const before = stored.get(cause) ?? []
      const processes = new Set([...before.map(([process]) => process), ...byProcess.keys()])
      const rows = [...processes].map((process): StoredSent => {
        const { streams, compensations } = merged([
          ...before.filter(([name]) => name === process).map(sentOf),
          ...[byProcess.get(process)].filter((sent) => sent !== undefined),
        ])
        return compensations.length === 0 ? [process, [...streams]] : [process, [...streams], compensations]
      })
      const value = JSON.stringify(rows)
      return value === JSON.stringify(before) ? [] : [{ space: 'row', key: `${prefix}${cause}`, value }]
    })
  }

  /** What a process sent for any of some causes. */
  async sentFor(generation: Pick<Generation, 'id'>, process: string, causes: readonly string[]): Promise<Sent> {
    const stored = await this.#stored(generation, causes)
    return merged(
      causes.flatMap((cause) => [
        ...(stored.get(cause) ?? []).filter(([name]) => name === process).map(sentOf),
        ...[this.#recent.get(cause)?.get(process)].filter((sent) => sent !== undefined),
      ]),
    )
  }

  #recentOf(cause: string, process: string) {
    const byProcess = this.#recent.get(cause) ?? new Map()
    const sent = byProcess.get(process) ?? { streams: new Set<string>(), compensations: [] }
    byProcess.set(process, sent)
    this.#recent.set(cause, byProcess)
    return sent
  }

  async #stored(
    generation: Pick<Generation, 'id'>,
    causes: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StoredSent[]>> {
    if (causes.length === 0) return new Map()
    const keys = causes.map((cause) => `${prefix}${cause}`)
    const stored = await this.#store.get(generation.id, 'row', keys)
    // sound: `puts` made it
    return new Map([...stored].map(([key, value]) => [key.slice(prefix.length), JSON.parse(value) as StoredSent[]]))
  }
}

const sentOf = ([, streams, compensations = []]: StoredSent): Sent => ({ streams: new Set(streams), compensations })

const merged = (all: readonly Sent[]): Sent => {
  const compensations = new Map<string, Compensation>()
  for (const one of all.flatMap((sent) => sent.compensations)) compensations.set(JSON.stringify(one), one)
  return {
    streams: new Set(all.flatMap(({ streams }) => [...streams])),
    compensations: [...compensations.values()],
  }
}
