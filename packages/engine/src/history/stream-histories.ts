import { type AnyEvent, type Domain, type HistoryOrder, partsOf } from '@skein/kernel'
import { assertFollows, beginning } from '../integrity/read-verified.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import { isStorageError, type StorageError } from '../ports/storage-error.js'
import { type DecodedEvent, StreamHistory } from './stream-history.js'

/** Streams read concurrently. */
const concurrency = 16

/** How the streams of each aggregate of a domain are ordered. */
export class HistoryOrders {
  readonly #byAggregate: ReadonlyMap<string, HistoryOrder>

  constructor({ aggregates }: Pick<Domain, 'aggregates'>) {
    this.#byAggregate = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
  }

  of(stream: string): HistoryOrder {
    return this.#byAggregate.get(partsOf(stream).aggregate) ?? unknown
  }
}

const unknown: HistoryOrder = { events: {} }

export interface StreamHistoriesOptions {
  readonly events: Pick<EventStore, 'readStream'>
  readonly orders: HistoryOrders
  /** `undefined` for an event that cannot be read, `skipped` for one that an operator chose to leave out. */
  readonly decode: (stored: StoredEvent) => AnyEvent | 'skipped' | undefined
  /** Which events were recorded early enough. */
  readonly isKnown?: ((stored: StoredEvent) => boolean) | undefined
  /** That no event is missing is checked where they are read. */
  readonly isVerified?: boolean
}

/** Reads the histories of streams. */
export class StreamHistories {
  readonly #options: StreamHistoriesOptions

  constructor(options: StreamHistoriesOptions) {
    this.#options = options
  }

  /**
   * Reads each stream once, several at a time.
   *
   * @param onDamaged called for a stream of which events are missing or damaged, which otherwise ends the reading
   */
  async each(
    streams: Iterable<string>,
    use: (stream: string, history: StreamHistory) => void,
    onDamaged?: (stream: string, error: StorageError) => void,
  ): Promise<void> {
    const remaining = streams[Symbol.iterator]()
    const reader = async (): Promise<void> => {
      for (let next = remaining.next(); next.done !== true; next = remaining.next()) {
        const stream = next.value
        try {
          use(stream, await this.read(stream))
        } catch (error) {
          if (onDamaged === undefined || !isStorageError(error, 'corrupt')) throw error
          onDamaged(stream, error)
        }
      }
    }
    await Promise.all(Array.from({ length: concurrency }, reader))
  }

  async read(stream: string): Promise<StreamHistory> {
    const { events, orders, decode, isKnown, isVerified = false } = this.#options
    const recorded: DecodedEvent[] = []
    const unreadable: StoredEvent[] = []
    let last = beginning
    for await (const batch of events.readStream(stream))
      for (const stored of batch) {
        if (!isVerified) assertFollows(stored, last)
        last = stored
        if (isKnown !== undefined && !isKnown(stored)) continue
        const event = decode(stored)
        if (event === 'skipped') continue
        if (event === undefined) unreadable.push(stored)
        else recorded.push({ event, stored })
      }
    return new StreamHistory(recorded, orders.of(stream), unreadable)
  }
}
