import * as E from 'fp-ts/lib/Either.js'
import type {
  AppendError,
  Appended,
  EventStore,
  Expected,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
} from '../ports/index.js'
import { eventIdOf } from '../primitives/ids.js'
import { AppendNotifier } from '../storage/append-notifier.js'
import { firstRevisionAfter, repeatedAppend, unavailable } from '../storage/append-outcome.js'
import type { CloseGuard } from '../storage/close-guard.js'

const defaultBatchSize = 5_000

/** Events in memory: positions are indexes of the log. */
export class MemoryEventStore implements EventStore {
  readonly #log: StoredEvent[] = []
  readonly #streams = new Map<string, StoredEvent[]>()
  readonly #closeGuard: CloseGuard
  readonly #notifier = new AppendNotifier()

  constructor(closeGuard: CloseGuard) {
    this.#closeGuard = closeGuard
    // wakes followers, which then find the store closed
    closeGuard.closing.addEventListener('abort', () => this.#notifier.notify())
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected, previous?: string) {
    return async (): Promise<E.Either<AppendError, Appended>> => {
      if (this.#closeGuard.isClosed) return E.left(unavailable(this.#closeGuard.closedError()))
      const stored = this.#streams.get(stream) ?? []
      const actual = stored.length === 0 ? 'none' : stored.length - 1
      if (actual !== expected) {
        const first = firstRevisionAfter(expected)
        const original = first < 0 ? undefined : repeatedAppend(events, stored.slice(first, first + events.length))
        return original === undefined ? E.left({ _tag: 'Conflict', expected, actual }) : E.right(original)
      }
      if (previous !== undefined && stored.at(-1)?.hash !== previous)
        return E.left({ _tag: 'Conflict', expected, actual })
      for (const { type, schemaVersion, data, metadata, hash } of events) {
        const position = String(this.#log.length)
        const recorded = { type, schemaVersion, data, metadata, hash }
        const event = { stream, revision: stored.length, position, eventId: eventIdOf(hash), ...recorded }
        stored.push(event)
        this.#log.push(event)
      }
      this.#streams.set(stream, stored)
      this.#notifier.notify()
      return E.right({ revision: stored.length - 1, position: String(this.#log.length - 1) })
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    this.#closeGuard.assertOpen()
    const { from, to, direction = 'forwards', batchSize = defaultBatchSize } = options
    const stored = this.#streams.get(stream) ?? []
    const selected =
      direction === 'forwards'
        ? stored.slice(from ?? 0, to === undefined ? undefined : to + 1)
        : stored.slice(to ?? 0, from === undefined ? undefined : from + 1).reverse()
    for (let start = 0; start < selected.length; start += batchSize) {
      yield selected.length <= batchSize ? selected : selected.slice(start, start + batchSize)
      this.#closeGuard.assertOpen()
    }
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    const until = options.until === undefined ? this.#log.length - 1 : Number(options.until)
    return this.#batches(indexAfter(options.after), until, options)
  }

  async *#batches(from: number, until: number, { types, batchSize = defaultBatchSize }: Omit<ReadAllOptions, 'until'>) {
    this.#closeGuard.assertOpen()
    const wantedTypes = types && new Set(types)
    let batch: StoredEvent[] = []
    for (let index = from; index <= until; index++) {
      const event = this.#log[index]
      if (event === undefined) break
      if (wantedTypes === undefined || wantedTypes.has(event.type)) batch.push(event)
      if (batch.length < batchSize) continue
      yield batch
      this.#closeGuard.assertOpen()
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    const { after, signal } = options
    let next = indexAfter(after)
    while (!signal.aborted) {
      const { notifications } = this.#notifier
      const until = this.#log.length - 1
      for await (const batch of this.#batches(next, until, options)) {
        yield batch
        if (signal.aborted) return
      }
      next = Math.max(next, until + 1)
      this.#closeGuard.assertOpen()
      await this.#notifier.after(notifications, signal)
    }
  }

  async head() {
    this.#closeGuard.assertOpen()
    return this.#log.at(-1)?.position
  }

  async hashesAt(positions: readonly Position[]) {
    this.#closeGuard.assertOpen()
    const hashes = new Map<Position, string>()
    for (const position of positions) {
      const event = this.#log[Number(position)]
      if (event !== undefined) hashes.set(position, event.hash)
    }
    return hashes
  }

  async count({ after, types }: { readonly after?: Position; readonly types?: readonly string[] } = {}) {
    this.#closeGuard.assertOpen()
    const from = indexAfter(after)
    if (types === undefined) return Math.max(0, this.#log.length - from)
    const wantedTypes = new Set(types)
    let count = 0
    for (let index = from; index < this.#log.length; index++) if (wantedTypes.has(this.#log[index]?.type ?? '')) count++
    return count
  }

  comparePositions(a: Position, b: Position): number {
    return Number(a) - Number(b)
  }
}

const indexAfter = (position: Position | undefined): number => (position === undefined ? 0 : Number(position) + 1)
