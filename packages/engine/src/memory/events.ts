import * as E from 'fp-ts/lib/Either.js'
import type {
  AppendError,
  Appended,
  EventStore,
  Expected,
  NewEvent,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
} from '../ports/index.js'
import type { CloseGuard } from './close-guard.js'

const defaultBatch = 5_000

/** The log in memory: positions are indexes into it. */
export class MemoryEvents implements EventStore {
  readonly #log: StoredEvent[] = []
  readonly #streams = new Map<string, StoredEvent[]>()
  readonly #waiting = new Set<() => void>()
  readonly #door: CloseGuard

  constructor(door: CloseGuard) {
    this.#door = door
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected) {
    if (events.length === 0) throw new Error('append needs at least one event')
    return async (): Promise<E.Either<AppendError, Appended>> => {
      if (this.#door.isClosed) {
        const cause = this.#door.closedError()
        return E.left({ _tag: 'Unavailable', written: 'no', reason: cause.message, cause })
      }
      const known = this.#streams.get(stream) ?? []
      const actual = known.length === 0 ? 'none' : known.length - 1
      if (actual !== expected) {
        const place = expected === 'none' ? 0 : expected + 1
        const last = known[place + events.length - 1]
        if (last !== undefined && events.every((event, index) => known[place + index]?.eventId === event.eventId))
          return E.right({ revision: last.revision, position: last.position })
        return E.left({ _tag: 'Conflict', expected, actual })
      }
      for (const { eventId, type, schemaVersion, data, metadata } of events) {
        const position = String(this.#log.length)
        const event = { stream, revision: known.length, position, eventId, type, schemaVersion, data, metadata }
        known.push(event)
        this.#log.push(event)
      }
      this.#streams.set(stream, known)
      this.#wake()
      return E.right({ revision: known.length - 1, position: String(this.#log.length - 1) })
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    this.#door.assertOpen()
    const { from, to, direction = 'forwards', batchSize = defaultBatch } = options
    const known = this.#streams.get(stream) ?? []
    const wanted =
      direction === 'forwards'
        ? known.slice(from ?? 0, to === undefined ? undefined : to + 1)
        : known.slice(to ?? 0, from === undefined ? undefined : from + 1).reverse()
    for (let start = 0; start < wanted.length; start += batchSize) {
      yield wanted.length <= batchSize ? wanted : wanted.slice(start, start + batchSize)
      this.#door.assertOpen()
    }
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    const until = options.until === undefined ? this.#log.length - 1 : Number(options.until)
    return this.#page(indexAfter(options.after), until, options)
  }

  async *#page(from: number, until: number, { types, batchSize = defaultBatch }: Omit<ReadAllOptions, 'until'>) {
    this.#door.assertOpen()
    const wanted = types && new Set(types)
    let batch: StoredEvent[] = []
    for (let index = from; index <= until; index++) {
      const event = this.#log[index]
      if (event === undefined) break
      if (wanted === undefined || wanted.has(event.type)) batch.push(event)
      if (batch.length < batchSize) continue
      yield batch
      this.#door.assertOpen()
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    const { after, signal } = options
    let next = indexAfter(after)
    while (!signal.aborted) {
      const until = this.#log.length - 1
      for await (const batch of this.#page(next, until, options)) {
        yield batch
        if (signal.aborted) return
      }
      next = Math.max(next, until + 1)
      if (next >= this.#log.length) await this.#more(signal)
    }
  }

  /** Until something is appended, the store is closed, or the signal. */
  #more(signal: AbortSignal): Promise<void> {
    this.#door.assertOpen()
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
      if (signal.aborted) wake()
    })
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  async head() {
    this.#door.assertOpen()
    return this.#log.at(-1)?.position
  }

  async count({ after, types }: { readonly after?: string; readonly types?: readonly string[] } = {}) {
    this.#door.assertOpen()
    const from = indexAfter(after)
    if (types === undefined) return Math.max(0, this.#log.length - from)
    const wanted = new Set(types)
    let events = 0
    for (let index = from; index < this.#log.length; index++) if (wanted.has(this.#log[index]?.type ?? '')) events++
    return events
  }

  comparePositions(a: string, b: string): number {
    return Number(a) - Number(b)
  }

  /** Lets those who wait for more see that the store is closed. */
  close(): void {
    this.#wake()
  }
}

const indexAfter = (position: string | undefined): number => (position === undefined ? 0 : Number(position) + 1)
