import type {
  EventStore,
  Expected,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
} from '@skein/engine'
import { Appender } from './appender.js'
import { LastEvent } from './last-event.js'
import { LogReader, type Range } from './log-reader.js'
import { comparePositions, positionText } from './positions.js'
import type { Server } from './server.js'
import { StreamReader } from './stream-reader.js'

const defaultBatch = 5_000

/** The log on a server. */
export class ServerEvents implements EventStore {
  readonly #server: Server
  readonly #appender: Appender
  readonly #streams: StreamReader
  readonly #log: LogReader
  readonly #last: LastEvent
  readonly comparePositions = comparePositions

  constructor(server: Server, maxAppendSize: number) {
    this.#server = server
    this.#appender = new Appender(server, maxAppendSize)
    this.#streams = new StreamReader(server)
    this.#log = new LogReader(server)
    this.#last = new LastEvent(server)
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected) {
    if (events.length === 0) throw new Error('append needs at least one event')
    assertKept(stream, events)
    return () => this.#appender.append(stream, events, expected)
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    return this.#streams.read(stream, options)
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    // asked for now, though who iterates meets an error later
    const range = this.#range(options)
    range.catch(() => undefined)
    return this.#all(range)
  }

  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    return {
      [Symbol.asyncIterator]: () => {
        const stopped = new AbortController()
        const batches = this.#follow(
          options,
          AbortSignal.any([options.signal, stopped.signal, this.#server.closeGuard.closing]),
        )
        return {
          next: () => batches.next(),
          // also while a `next` still waits for events
          return: () => {
            stopped.abort()
            return batches.return()
          },
        }
      },
    }
  }

  async head(): Promise<Position | undefined> {
    const last = await this.#last.find()
    return last && positionText(last.position)
  }

  /** Always `undefined`: the server can't count without reading everything. */
  async count(): Promise<number | undefined> {
    this.#server.closeGuard.assertOpen()
    return undefined
  }

  async *#follow({ after, types, batchSize = defaultBatch, signal }: SubscribeOptions, stop: AbortSignal) {
    this.#server.closeGuard.assertOpen()
    if (signal.aborted) return
    yield* this.#log.read({ after, last: undefined, types, batchSize }, stop)
  }

  async #range({ after, until, types, batchSize = defaultBatch }: ReadAllOptions): Promise<Range | undefined> {
    this.#server.closeGuard.assertOpen()
    if (types?.length === 0) return undefined
    const last = await this.#last.find(until)
    const isEmpty =
      last === undefined || (after !== undefined && comparePositions(positionText(last.position), after) <= 0)
    return isEmpty ? undefined : { after, last, types, batchSize }
  }

  async *#all(range: Promise<Range | undefined>) {
    const known = await range
    if (known !== undefined) yield* this.#log.read(known, this.#server.closeGuard.closing)
  }
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** The server would give back something else, or nothing. */
const assertKept = (stream: string, events: readonly NewEvent[]) => {
  const texts = [stream, ...events.flatMap(({ type, data, metadata }) => [type, data, metadata])]
  if (!texts.every((text) => text.isWellFormed()))
    throw new Error('append takes well-formed strings: one holds half a surrogate pair')
  if (!events.every(({ eventId }) => uuid.test(eventId))) throw new Error('event ids are UUIDs in lower case')
}
