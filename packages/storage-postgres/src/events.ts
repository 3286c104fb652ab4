import type {
  AppendError,
  EventStore,
  Expected,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
} from '@skein/engine'
import { StorageError } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { type Announcer, AppendNotifier } from './append-notifier.js'
import type { Database } from './database.js'
import { WriteError } from './faults.js'
import { LogReader } from './log-reader.js'
import { LogWriter } from './log-writer.js'
import { comparePositions, parsePosition } from './positions.js'
import { StreamReader } from './stream-reader.js'

const defaultBatch = 5_000

/** The log in a PostgreSQL database. */
export class PostgresEvents implements EventStore {
  readonly #database: Database
  readonly #writer: LogWriter
  readonly #log: LogReader
  readonly #streams: StreamReader
  readonly #bell: AppendNotifier
  readonly comparePositions = comparePositions

  constructor(database: Database, announcer: Announcer | undefined) {
    this.#database = database
    this.#writer = new LogWriter(database)
    this.#log = new LogReader(database)
    this.#streams = new StreamReader(database)
    this.#bell = new AppendNotifier(() => this.#log.head(false), announcer)
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected) {
    if (events.length === 0) throw new Error('append needs at least one event')
    assertKept([stream, ...events.flatMap(({ type, eventId, data, metadata }) => [type, eventId, data, metadata])])
    return async () => {
      try {
        const answer = await this.#database.during(() => this.#writer.append(stream, events, expected))
        if (E.isRight(answer)) this.#bell.notify()
        return answer
      } catch (error) {
        return E.left(unavailable(error))
      }
    }
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    return this.#streams.read(stream, options)
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    const { after, until, types, batchSize = defaultBatch } = options
    // asked now, though who iterates meets an error later
    const end = until === undefined ? this.#log.head() : Promise.resolve(until).then(parsePosition)
    end.catch(() => undefined)
    const log = this.#log
    return (async function* () {
      const from = after === undefined ? 0 : parsePosition(after)
      yield* log.pages({ after: from, until: await end, types, batchSize })
    })()
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
    const head = await this.#log.head()
    return head === 0 ? undefined : String(head)
  }

  async count(options: { readonly after?: Position; readonly types?: readonly string[] } = {}): Promise<number> {
    return this.#log.count(options.after === undefined ? 0 : parsePosition(options.after), options.types)
  }

  /** Lets those who wait for more meet the closed store. */
  close(): void {
    this.#bell.notify()
  }

  async *#follow({ after, types, batchSize = defaultBatch }: SubscribeOptions, signal: AbortSignal) {
    this.#bell.join()
    try {
      let reached = after === undefined ? 0 : parsePosition(after)
      while (!signal.aborted) {
        const { notifications } = this.#bell
        const until = await this.#log.head()
        if (until <= reached) {
          await this.#bell.after(notifications, until, signal)
          continue
        }
        for await (const page of this.#log.pages({ after: reached, until, types, batchSize })) {
          if (signal.aborted) return
          yield page
          if (signal.aborted) return
        }
        reached = until
      }
    } finally {
      this.#bell.leave()
    }
  }
}

/** PostgreSQL keeps text as UTF-8 without NUL; half a surrogate pair would come back as something else. */
const assertKept = (texts: readonly string[]) => {
  if (!texts.every((text) => text.isWellFormed() && !text.includes('\0')))
    throw new Error('append takes well-formed strings without NUL: one holds half a surrogate pair, or a NUL')
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
