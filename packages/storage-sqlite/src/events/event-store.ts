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
import { AppendNotifier, appendErrorOf, followLog, interruptible } from '@skein/engine/storage'
import * as E from 'fp-ts/lib/Either.js'
import type { SqliteFile } from '../connection/sqlite-file.js'
import type { KeyChanges } from '../keys/key-changes.js'
import { ChangePoller } from './change-poller.js'
import { EventTypes } from './event-types.js'
import { type LogRange, LogReader } from './log-reader.js'
import { LogWriter } from './log-writer.js'
import { comparePositions, knownPositions, parsePosition } from './positions.js'
import { StreamReader } from './stream-reader.js'

const defaultBatchSize = 5_000

/** The events of a SQLite file. */
export class SqliteEventStore implements EventStore {
  readonly #file: SqliteFile
  readonly #writer: LogWriter
  readonly #log: LogReader
  readonly #streams: StreamReader
  readonly #notifier: AppendNotifier
  readonly comparePositions = comparePositions

  constructor(file: SqliteFile, keyChanges: KeyChanges) {
    const types = new EventTypes(file)
    this.#file = file
    this.#writer = new LogWriter(file, types, keyChanges)
    this.#log = new LogReader(file, types)
    this.#streams = new StreamReader(file, types)
    this.#notifier = new AppendNotifier((notify) => new ChangePoller(file, notify))
    // wakes followers, which then find the file closed
    file.closeGuard.closing.addEventListener('abort', () => this.#notifier.notify())
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected, previous?: string) {
    return async () => {
      try {
        const outcome = await this.#file.write(() => this.#writer.append(stream, events, expected, previous))
        if (E.isRight(outcome)) this.#notifier.notify()
        return outcome
      } catch (error) {
        return E.left(appendErrorOf(error))
      }
    }
  }

  readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    return this.#streams.read(stream, options)
  }

  readAll({ after, until, ...options }: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    // the end is read at the time of the call; an error is thrown when the first batch is read
    const range = E.tryCatch(
      () =>
        this.#file.readNow(() => ({
          ...readOptions(options),
          after: after === undefined ? 0 : parsePosition(after),
          until: until === undefined ? this.#log.head() : parsePosition(until),
        })),
      (error) => error,
    )
    return this.#readRange(range)
  }

  subscribe({ after, signal, ...options }: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    const [file, log, notifier] = [this.#file, this.#log, this.#notifier]
    const numberedLog = {
      end: (position: number) => file.read(() => log.end(position)),
      pages: (from: number, until: number) => log.pages({ ...readOptions(options), after: from, until }),
      get notifications() {
        return notifier.notifications
      },
      waitForAppend: (notifications: number, _head: number, stop: AbortSignal) => notifier.after(notifications, stop),
    }
    return interruptible(signal, async function* (stop) {
      yield* followLog(after === undefined ? 0 : parsePosition(after), numberedLog, stop)
    })
  }

  async head(): Promise<Position | undefined> {
    const head = await this.#file.read(() => this.#log.head())
    return head === 0 ? undefined : String(head)
  }

  async hashesAt(positions: readonly Position[]): Promise<ReadonlyMap<Position, string>> {
    return this.#file.read(() => this.#log.hashesAt(knownPositions(positions)))
  }

  async count(options: { readonly after?: Position; readonly types?: readonly string[] } = {}): Promise<number> {
    const after = options.after === undefined ? 0 : parsePosition(options.after)
    return this.#file.read(() => this.#log.count(after, options.types))
  }

  async *#readRange(range: E.Either<unknown, LogRange>) {
    if (E.isLeft(range)) throw range.left
    yield* this.#log.pages(range.right)
  }
}

const readOptions = ({
  types,
  batchSize = defaultBatchSize,
  metadata = true,
}: Omit<ReadAllOptions, 'after' | 'until'>) => ({
  types,
  batchSize,
  metadata,
})
