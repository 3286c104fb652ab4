import type { EventStore, Position, StoredEvent } from '@skein/engine'
import type { DivisionResolver } from '../access/division-resolver.js'
import { pause } from '../primitives/pause.js'

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

interface Waiting {
  readonly types: ReadonlySet<string> | undefined
  readonly wake: () => void
}

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
  readonly #waiting = new Set<Waiting>()
  #readers = 0
  #subscription: Subscription | undefined
  #events: TailEvent[] = []
  /** Of the event before the first one that is held; `undefined` if none was before. */
  #before: Position | undefined

  constructor(store: EventStore, divisions: DivisionResolver) {
    this.#store = store
    this.#divisions = divisions
  }

  /** Begins to read the end of the log, if no feed does yet. Call `leave` as often as `join`. */
  join(): Promise<void> {
    this.#readers += 1
    if (this.#subscription?.failure !== undefined) this.#end()
    this.#subscription ??= this.#subscribe()
    return this.#subscription.started
  }

  leave(): void {
    this.#readers -= 1
    if (this.#readers === 0) this.#end()
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

  /** Resolves when there are new events of the types, when the signal aborts, or after some time. */
  async changed(types: ReadonlySet<string> | undefined, signal: AbortSignal, timeoutMs?: number): Promise<void> {
    const changed = new AbortController()
    const waiting = { types, wake: () => changed.abort() }
    this.#waiting.add(waiting)
    signal.addEventListener('abort', waiting.wake)
    if (signal.aborted) waiting.wake()
    await pause(timeoutMs ?? longestPauseMs, changed.signal)
    signal.removeEventListener('abort', waiting.wake)
    this.#waiting.delete(waiting)
  }

  #compare(a: Position | undefined, b: Position | undefined): number {
    if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
    return this.#store.comparePositions(a, b)
  }

  #subscribe(): Subscription {
    const abort = new AbortController()
    const head = this.#store.head()
    const started = head.then((position) => {
      this.#before = position
    })
    const subscription: Subscription = { abort, started, failure: undefined }
    const fail = (error: unknown) => {
      if (abort.signal.aborted) return
      subscription.failure = { error }
      this.#wake(() => true)
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
    this.#wake(({ types }) => types === undefined || batch.some(({ type }) => types.has(type)))
  }

  #wake(concerns: (waiting: Waiting) => boolean): void {
    for (const waiting of [...this.#waiting]) if (concerns(waiting)) waiting.wake()
  }

  #end(): void {
    this.#subscription?.abort.abort()
    this.#subscription = undefined
    this.#events = []
    this.#before = undefined
  }
}

/** The longest delay of a timer. */
const longestPauseMs = 2 ** 31 - 1
