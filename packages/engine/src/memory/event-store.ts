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
import type { CloseGuard } from './close-guard.js'

const defaultBatchSize = 5_000

/** The log in memory: positions are indexes into it. */
export class MemoryEventStore implements EventStore {
  readonly #log: StoredEvent[] = []
  readonly #streams = new Map<string, StoredEvent[]>()
  readonly #wakeCalls = new Set<() => void>()
  readonly #guard: CloseGuard

  constructor(guard: CloseGuard) {
    this.#guard = guard
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected) {
    if (events.length === 0) throw new Error('append needs at least one event')
    return async (): Promise<E.Either<AppendError, Appended>> => {
      if (this.#guard.isClosed) {
        const cause = this.#guard.closedError()
        return E.left({ _tag: 'Unavailable', written: 'no', reason: cause.message, cause })
      }
      const stored = this.#streams.get(stream) ?? []
      const actual = stored.length === 0 ? 'none' : stored.length - 1
      if (actual !== expected) {
        const from = expected === 'none' ? 0 : expected + 1
        const last = stored[from + events.length - 1]
        if (last !== undefined && events.every(({ eventId }, index) => stored[from + index]?.eventId === eventId))
          return E.right({ revision: last.revision, position: last.position })
        return E.left({ _tag: 'Conflict', expected, actual })
      }
      for (const { eventId, type, schemaVersion, data, metadata } of events) {
        const position = String(this.#log.length)
        const event = { stream, revision: stored.length, position, eventId, type, schemaVersion, data, metadata }
        stored.push(event)
        this.#log.push(event)
      }
      this.#streams.set(stream, stored)
      this.wakeSubscribers()
      return E.right({ revision: stored.length - 1, position: String(this.#log.length - 1) })
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    this.#guard.assertOpen()
    const { from, to, direction = 'forwards' } = options
    const stored = this.#streams.get(stream) ?? []
    const wanted =
      direction === 'forwards'
        ? stored.slice(from ?? 0, to === undefined ? undefined : to + 1)
        : stored.slice(to ?? 0, from === undefined ? undefined : from + 1).reverse()
    for (let start = 0; start < wanted.length; start += defaultBatchSize) {
      yield wanted.length <= defaultBatchSize ? wanted : wanted.slice(start, start + defaultBatchSize)
      this.#guard.assertOpen()
    }
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    const until = options.until === undefined ? this.#log.length - 1 : Number(options.until)
    return this.#read(indexAfter(options.after), until, options)
  }

  async *#read(from: number, until: number, { types, batchSize = defaultBatchSize }: Omit<ReadAllOptions, 'until'>) {
    this.#guard.assertOpen()
    const wanted = types && new Set(types)
    let batch: StoredEvent[] = []
    for (let index = from; index <= until; index++) {
      const event = this.#log[index]
      if (event === undefined) break
      if (wanted === undefined || wanted.has(event.type)) batch.push(event)
      if (batch.length < batchSize) continue
      yield batch
      this.#guard.assertOpen()
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    const { after, signal } = options
    let next = indexAfter(after)
    while (!signal.aborted) {
      const until = this.#log.length - 1
      for await (const batch of this.#read(next, until, options)) {
        yield batch
        if (signal.aborted) return
      }
      next = Math.max(next, until + 1)
      if (next >= this.#log.length) await this.#waitForMore(signal)
    }
  }

  /** Waits until something is appended, the store is closed, or the signal is aborted. */
  #waitForMore(signal: AbortSignal): Promise<void> {
    this.#guard.assertOpen()
    return new Promise((resolve) => {
      const wake = () => {
        this.#wakeCalls.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#wakeCalls.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    })
  }

  /** Subscribers look again for new events, and whether the store was closed. */
  wakeSubscribers(): void {
    for (const wake of [...this.#wakeCalls]) wake()
  }

  async head() {
    this.#guard.assertOpen()
    return this.#log.at(-1)?.position
  }

  async count({ after, types }: { readonly after?: Position; readonly types?: readonly string[] } = {}) {
    this.#guard.assertOpen()
    const from = indexAfter(after)
    if (types === undefined) return Math.max(0, this.#log.length - from)
    const wanted = new Set(types)
    let events = 0
    for (let index = from; index < this.#log.length; index++) if (wanted.has(this.#log[index]?.type ?? '')) events++
    return events
  }

  comparePositions(a: Position, b: Position): number {
    return Number(a) - Number(b)
  }
}

const indexAfter = (position: Position | undefined): number => (position === undefined ? 0 : Number(position) + 1)
