import type { EventStore, Position, StoredEvent } from '@skein/engine'
import type { DivisionResolver } from '../access/division-resolver.js'
import { TailReader } from './tail-reader.js'

type Division = Awaited<ReturnType<DivisionResolver['divisionOf']>>

/** An event at the end of the log. What it takes to show it to somebody is found out once, for all feeds. */
export class TailEvent {
  readonly event: StoredEvent
  readonly #divisions: DivisionResolver
  #division: Promise<Division> | undefined

  constructor(event: StoredEvent, divisions: DivisionResolver) {
    this.event = event
    this.#divisions = divisions
  }

  /** The division that its stream belongs to. */
  division(): Promise<Division> {
    this.#division ??= this.#divisions.divisionOf(this.event.stream)
    return this.#division
  }
}

/** The latest events that are held; a feed that falls behind them reads the log itself. */
const maxEvents = 2000
const batchSize = 200

interface Subscription {
  readonly abort: AbortController
  /** Resolves when the tail knows where it begins. */
  readonly started: Promise<void>
  /** Why it ended, if not by being left. */
  failure: { readonly error: unknown } | undefined
}

/** The end of the log, read once for all feeds that are open; it is read only while there are any. */
export class LogTail {
  readonly #store: EventStore
  readonly #divisions: DivisionResolver
  readonly #readers = new Set<TailReader>()
  #subscription: Subscription | undefined
  #events: TailEvent[] = []
  /** Of the event before the first one that is held; `undefined` if none was before. */
  #before: Position | undefined

  constructor(store: EventStore, divisions: DivisionResolver) {
    this.#store = store
    this.#divisions = divisions
  }

  /**
   * A reader of the tail, until the signal aborts. Begins to read the end of the log, if no reader does yet.
   *
   * @param types the event types that wake the reader; default all
   */
  join(types: ReadonlySet<string> | undefined, signal: AbortSignal): TailReader {
    const reader = new TailReader(types, signal, this.#leave)
    this.#readers.add(reader)
    if (this.#subscription?.failure !== undefined) this.#end()
    this.#subscription ??= this.#subscribe()
    return reader
  }

  readonly #leave = (reader: TailReader): void => {
    this.#readers.delete(reader)
    if (this.#readers.size === 0) this.#end()
  }

  /** Resolves when the tail knows where it begins. */
  started(): Promise<void> | undefined {
    return this.#subscription?.started
  }

  /**
   * The next events after a position, none if it is at the end of the log. `undefined` if the tail does not reach back to
   * the position. Throws what ended the reading of the log.
   */
  after(position: Position | undefined, limit: number): readonly TailEvent[] | undefined {
    const failure = this.#subscription?.failure
    if (failure !== undefined) throw failure.error
    if (this.#compare(position, this.#before) < 0) return undefined
    const from = this.#events.findLastIndex(({ event }) => this.#compare(event.position, position) <= 0) + 1
    return this.#events.slice(from, from + limit)
  }

  #compare(a: Position | undefined, b: Position | undefined): number {
    if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
    return this.#store.comparePositions(a, b)
  }

  #subscribe(): Subscription {
    const abort = new AbortController()
    const started = this.#store.head().then((position) => {
      this.#before = position
    })
    const subscription: Subscription = { abort, started, failure: undefined }
    const fail = (error: unknown) => {
      if (abort.signal.aborted) return
      subscription.failure = { error }
      for (const reader of this.#readers) reader.wake()
    }
    started.then(() => this.#follow(abort.signal)).catch(fail)
    return subscription
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const after = this.#before
    const options = { batchSize, signal, ...(after === undefined ? {} : { after }) }
    for await (const batch of this.#store.subscribe(options)) {
      if (signal.aborted) return
      this.#add(batch)
    }
  }

  #add(batch: readonly StoredEvent[]): void {
    this.#events.push(...batch.map((event) => new TailEvent(event, this.#divisions)))
    const dropped = this.#events.splice(0, Math.max(0, this.#events.length - maxEvents))
    this.#before = dropped.at(-1)?.event.position ?? this.#before
    for (const { types, wake } of this.#readers)
      if (types === undefined || batch.some(({ type }) => types.has(type))) wake()
  }

  #end(): void {
    this.#subscription?.abort.abort()
    this.#subscription = undefined
    this.#events = []
    this.#before = undefined
  }
}
