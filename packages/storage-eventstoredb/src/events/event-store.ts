import type { AllStreamRecordedEvent } from '@eventstore/db-client'
import {
  type AppendError,
  type Appended,
  type EventStore,
  type Expected,
  isStorageError,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  type SubscribeOptions,
} from '@skein/engine'
import { appendErrorOf, interruptible } from '@skein/engine/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Server } from '../connection/server.js'
import { suspectStreams } from './cut-streams.js'
import { toStoredEvent } from './event-format.js'
import { LastEvent } from './last-event.js'
import { type LogRange, LogReader } from './log-reader.js'
import { LogWriter } from './log-writer.js'
import { comparePositions, positionText } from './positions.js'
import { RecentEvents } from './recent-events.js'
import { StreamReader } from './stream-reader.js'

const defaultBatchSize = 5_000

/** The events of a server or cluster. */
export class ServerEventStore implements EventStore {
  readonly #server: Server
  readonly #writer: LogWriter
  readonly #streams: StreamReader
  readonly #log: LogReader
  readonly #lastEvent: LastEvent
  readonly #recent = new RecentEvents()
  readonly comparePositions = comparePositions
  readonly isShared = true

  constructor(server: Server, maxAppendBytes: number) {
    this.#server = server
    this.#writer = new LogWriter(server, maxAppendBytes)
    this.#streams = new StreamReader(server)
    this.#log = new LogReader(server)
    this.#lastEvent = new LastEvent(server)
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected, previous?: string) {
    return async (): Promise<E.Either<AppendError, Appended>> => {
      try {
        const isCompared =
          typeof expected === 'number' && previous !== undefined && !this.#recent.has(stream, expected, previous)
        const actual = isCompared ? await this.#lastIfOther(stream, expected, previous) : undefined
        if (actual !== undefined) return E.left({ _tag: 'Conflict', expected, actual })
      } catch (error) {
        return E.left(appendErrorOf(error))
      }
      const appended = await this.#writer.append(stream, events, expected)
      const last = events.at(-1)
      if (E.isRight(appended) && last !== undefined)
        this.#recent.note(stream, { revision: appended.right.revision, hash: last.hash })
      return appended
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    for await (const batch of this.#streams.read(stream, options)) {
      const last = batch.at(-1)
      if (last !== undefined) this.#recent.note(stream, last)
      yield batch
    }
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    // the end is read at the time of the call; an error is thrown when the first batch is read
    const range = this.#rangeOf(options)
    range.catch(() => undefined)
    return this.#readRange(range)
  }

  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    const signal = AbortSignal.any([options.signal, this.#server.closeGuard.closing])
    return interruptible(signal, (stop) => this.#follow(options, stop))
  }

  async head(): Promise<Position | undefined> {
    const last = await this.#lastEvent.find()
    return last && positionText(last.position)
  }

  async hashesAt(positions: readonly Position[]): Promise<ReadonlyMap<Position, string>> {
    this.#server.closeGuard.assertOpen()
    const found = await Promise.all(positions.map((position) => this.#eventAt(position)))
    return new Map(found.flatMap((event) => (event === undefined ? [] : hashByPosition(event))))
  }

  /** Always `undefined`: the server cannot count without reading everything. */
  async count(): Promise<number | undefined> {
    this.#server.closeGuard.assertOpen()
    return undefined
  }

  async foreignAmongLast(limit: number, isOwn: (stream: string) => boolean = () => true) {
    const newest = await this.#lastEvent.newest(limit)
    const own = newest.map(toStoredEvent).filter((stored) => stored !== undefined && isOwn(stored.stream))
    return { events: newest.length - own.length, of: newest.length }
  }

  suspectStreams(): AsyncIterable<string> {
    this.#server.closeGuard.assertOpen()
    return suspectStreams(this.#server)
  }

  /** Also `undefined` for a position that is no record of this log. */
  async #eventAt(position: Position): Promise<AllStreamRecordedEvent | undefined> {
    try {
      return await this.#lastEvent.at(position)
    } catch (error) {
      if (isStorageError(error, 'missing')) return undefined
      throw error
    }
  }

  /** The last revision of a stream whose event at `revision` has another hash: the server compares revisions only. */
  async #lastIfOther(stream: string, revision: number, hash: string): Promise<number | undefined> {
    let found: StoredEvent | undefined
    for await (const [event] of this.#streams.read(stream, { from: revision, to: revision })) found = event
    if (found?.revision !== revision || found.hash === hash) return undefined
    for await (const [last] of this.#streams.read(stream, { direction: 'backwards', batchSize: 1 }))
      return last?.revision
    return undefined
  }

  async *#follow({ after, types, batchSize = defaultBatchSize, signal }: SubscribeOptions, stop: AbortSignal) {
    this.#server.closeGuard.assertOpen()
    if (signal.aborted) return
    if (after !== undefined) await this.#lastEvent.assertWithinLog(after)
    yield* this.#log.read({ after, last: undefined, types, batchSize }, stop)
  }

  async #rangeOf({
    after,
    until,
    types,
    batchSize = defaultBatchSize,
    onForeign,
  }: ReadAllOptions): Promise<LogRange | undefined> {
    this.#server.closeGuard.assertOpen()
    if (types?.length === 0) return undefined
    if (after !== undefined) await this.#lastEvent.assertWithinLog(after)
    const last = await this.#lastEvent.find(until)
    const isEmpty =
      last === undefined || (after !== undefined && comparePositions(positionText(last.position), after) <= 0)
    return isEmpty ? undefined : { after, last, types, batchSize, onForeign }
  }

  async *#readRange(pendingRange: Promise<LogRange | undefined>) {
    const range = await pendingRange
    if (range !== undefined) yield* this.#log.read(range, this.#server.closeGuard.closing)
  }
}

const hashByPosition = (recorded: AllStreamRecordedEvent): readonly (readonly [Position, string])[] => {
  const stored = toStoredEvent(recorded)
  return stored === undefined ? [] : [[stored.position, stored.hash]]
}
