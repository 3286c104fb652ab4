import {
  type AppendError,
  type EventStore,
  type Expected,
  type NewEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  StorageError,
  type StoredEvent,
  type SubscribeOptions,
} from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { AppendNotifier } from './append-notifier.js'
import { WriteError } from './faults.js'
import type { SqliteFile } from './file.js'
import { LogReader, type Range } from './log-reader.js'
import { LogWriter } from './log-writer.js'
import { comparePositions, parsePosition } from './positions.js'
import { StreamReader } from './stream-reader.js'
import { Types } from './types.js'

const defaultBatch = 5_000

/** The log in a SQLite file. */
export class SqliteEvents implements EventStore {
  readonly #file: SqliteFile
  readonly #writer: LogWriter
  readonly #log: LogReader
  readonly #streams: StreamReader
  readonly #bell: AppendNotifier
  readonly comparePositions = comparePositions

  constructor(file: SqliteFile) {
    const types = new Types(file)
    this.#file = file
    this.#writer = new LogWriter(file, types)
    this.#log = new LogReader(file, types)
    this.#streams = new StreamReader(file, types)
    this.#bell = new AppendNotifier(file)
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected) {
    if (events.length === 0) throw new Error('append needs at least one event')
    assertKept([stream, ...events.flatMap(({ type, eventId, data, metadata }) => [type, eventId, data, metadata])])
    return async () => {
      try {
        const outcome = await this.#file.write(() => this.#writer.append(stream, events, expected))
        if (E.isRight(outcome)) this.#bell.notify()
        return outcome
      } catch (error) {
        return E.left(unavailable(error))
      }
    }
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    return this.#streams.read(stream, options)
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    const { after, until, types, batchSize = defaultBatch, metadata = true } = options
    const range = this.#attempt(() => ({
      after: after === undefined ? 0 : parsePosition(after),
      until: until === undefined ? this.#log.head() : parsePosition(until),
      types,
      batchSize,
      metadata,
    }))
    return this.#all(range)
  }

  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    return {
      [Symbol.asyncIterator]: () => {
        const stopped = new AbortController()
        const pages = this.#follow(options, AbortSignal.any([options.signal, stopped.signal]))
        return {
          next: () => pages.next(),
          // also while a `next` still waits for events
          return: () => {
            stopped.abort()
            return pages.return()
          },
        }
      },
    }
  }

  async head(): Promise<Position | undefined> {
    const head = await this.#file.read(() => this.#log.head())
    return head === 0 ? undefined : String(head)
  }

  async count(options: { readonly after?: Position; readonly types?: readonly string[] } = {}): Promise<number> {
    const after = options.after === undefined ? 0 : parsePosition(options.after)
    return this.#file.read(() => this.#log.count(after, options.types))
  }

  /** Lets those who wait for more meet the closed file. */
  close(): void {
    this.#bell.notify()
  }

  async *#follow({ after, types, batchSize = defaultBatch, metadata = true }: SubscribeOptions, signal: AbortSignal) {
    let reached = after === undefined ? 0 : parsePosition(after)
    while (!signal.aborted) {
      const { notifications } = this.#bell
      const until = await this.#file.read(() => this.#log.head())
      if (until <= reached) {
        await this.#bell.after(notifications, signal)
        continue
      }
      for await (const page of this.#log.pages({ after: reached, until, types, batchSize, metadata })) {
        if (signal.aborted) return
        yield page
        if (signal.aborted) return
      }
      reached = until
    }
  }

  async *#all(range: E.Either<unknown, Range>) {
    if (E.isLeft(range)) throw range.left
    yield* this.#log.pages(range.right)
  }

  /** Now, though who iterates meets the error later. */
  #attempt<T>(work: () => T): E.Either<unknown, T> {
    return E.tryCatch(
      () => this.#file.readNow(work),
      (error) => error,
    )
  }
}

/** SQLite keeps text as UTF-8, which has no half surrogate pairs: they would come back as something else. */
const assertKept = (texts: readonly string[]) => {
  if (!texts.every((text) => text.isWellFormed()))
    throw new Error('append takes well-formed strings: one holds half a surrogate pair')
}

const unavailable = (cause: unknown): AppendError => {
  if (!(cause instanceof StorageError)) throw cause
  return {
    _tag: 'Unavailable',
    written: cause instanceof WriteError ? cause.written : 'no',
    reason: cause.message,
    cause,
  }
}
