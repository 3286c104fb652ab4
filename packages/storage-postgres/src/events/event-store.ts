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
import { appendErrorOf, followLog, interruptible } from '@skein/engine/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../connection/database.js'
import { type AnnouncementListener, AppendWatcher } from './append-watcher.js'
import { LogReader } from './log-reader.js'
import { LogWriter } from './log-writer.js'
import { comparePositions, knownPositions, parsePosition } from './positions.js'
import { StreamReader } from './stream-reader.js'

const defaultBatchSize = 5_000

/** The events of a PostgreSQL database. */
export class PostgresEventStore implements EventStore {
  readonly #database: Database
  readonly #writer: LogWriter
  readonly #log: LogReader
  readonly #streams: StreamReader
  readonly #watcher: AppendWatcher
  readonly comparePositions = comparePositions

  constructor(database: Database, listener: AnnouncementListener | undefined) {
    this.#database = database
    this.#writer = new LogWriter(database)
    this.#log = new LogReader(database)
    this.#streams = new StreamReader(database)
    this.#watcher = new AppendWatcher(() => this.#log.headOnce(), listener)
    // wakes followers, which then find the store closed
    database.closeGuard.closing.addEventListener('abort', () => this.#watcher.notify())
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected, previous?: string) {
    return async () => {
      try {
        const append = () => this.#writer.append(stream, events, expected, previous)
        const outcome = await this.#database.closeGuard.run(append)
        if (E.isRight(outcome)) this.#watcher.notify()
        return outcome
      } catch (error) {
        return E.left(appendErrorOf(error))
      }
    }
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    return this.#streams.read(stream, options)
  }

  readAll({
    after,
    until,
    types,
    batchSize = defaultBatchSize,
  }: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    // the end is read at the time of the call; an error is thrown when the first batch is read
    const end = until === undefined ? this.#log.head() : Promise.resolve(until).then(parsePosition)
    end.catch(() => undefined)
    const log = this.#log
    return (async function* () {
      const start = after === undefined ? 0 : parsePosition(after)
      yield* log.pages({ after: start, until: await end, types, batchSize })
    })()
  }

  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    return interruptible(options.signal, (stop) => this.#follow(options, stop))
  }

  async head(): Promise<Position | undefined> {
    const head = await this.#log.head()
    return head === 0 ? undefined : String(head)
  }

  hashesAt(positions: readonly Position[]): Promise<ReadonlyMap<Position, string>> {
    return this.#log.hashesAt(knownPositions(positions))
  }

  async count(options: { readonly after?: Position; readonly types?: readonly string[] } = {}): Promise<number> {
    return this.#log.count(options.after === undefined ? 0 : parsePosition(options.after), options.types)
  }

  async *#follow({ after, types, batchSize = defaultBatchSize }: SubscribeOptions, stop: AbortSignal) {
    const [log, watcher] = [this.#log, this.#watcher]
    const numberedLog = {
      end: (position: number) => log.end(position),
      pages: (from: number, until: number) => log.pages({ after: from, until, types, batchSize }),
      get notifications() {
        return watcher.notifications
      },
      waitForAppend: (notifications: number, head: number, signal: AbortSignal) =>
        watcher.after(notifications, head, signal),
    }
    watcher.join()
    try {
      yield* followLog(after === undefined ? 0 : parsePosition(after), numberedLog, stop)
    } finally {
      watcher.leave()
    }
  }
}
