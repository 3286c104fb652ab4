import * as E from 'fp-ts/lib/Either.js'
import type { StreamEnd } from '../integrity/read-verified.js'
import type {
  AppendError,
  Appended,
  EventStore,
  Expected,
  NewEvent,
  ReadStreamOptions,
  StoredEvent,
} from '../ports/index.js'
import { eventIdOf } from '../primitives/ids.js'

/** Events of one append that is planned. */
export interface PlannedAppend {
  readonly stream: string
  readonly events: readonly NewEvent[]
  /** The last event before; revision -1 and no hash in a stream without events. */
  readonly before: StreamEnd
}

/**
 * A log with appends that are only planned, on top of one that stays as it is. Streams with planned events are read as
 * they were when the first of these was planned.
 */
export class PlannedEvents implements EventStore {
  readonly #recorded: EventStore
  readonly #appends: PlannedAppend[] = []
  readonly #planned = new Map<string, { readonly before: number; readonly events: StoredEvent[] }>()
  #unhandled: StoredEvent[] = []
  #count = 0

  constructor(recorded: EventStore) {
    this.#recorded = recorded
  }

  /** In the order in which they were planned. */
  get appends(): readonly PlannedAppend[] {
    return this.#appends
  }

  /** The streams with planned events, in the order in which they were reached, with their revisions before. */
  get streams(): ReadonlyMap<string, number> {
    return new Map([...this.#planned].map(([stream, { before }]) => [stream, before]))
  }

  /** The planned events of a stream. */
  eventsOf(stream: string): readonly StoredEvent[] {
    return this.#planned.get(stream)?.events ?? []
  }

  /** The events that were planned since the last call. */
  takeUnhandled(): readonly StoredEvent[] {
    const unhandled = this.#unhandled
    this.#unhandled = []
    return unhandled
  }

  append(stream: string, events: readonly NewEvent[], expected: Expected, previous?: string) {
    return async (): Promise<E.Either<AppendError, Appended>> => {
      const planned = this.#planned.get(stream) ?? { before: await this.#lastRevision(stream, expected), events: [] }
      const last = planned.before + planned.events.length
      const actual = last < 0 ? 'none' : last
      if (actual !== expected) return E.left({ _tag: 'Conflict', expected, actual })
      this.#planned.set(stream, planned)
      this.#appends.push({ stream, events, before: { revision: last, hash: previous ?? null } })
      for (const [index, event] of events.entries()) {
        this.#count += 1
        const stored = {
          ...event,
          stream,
          revision: last + 1 + index,
          eventId: eventIdOf(event.hash),
          // no store has it: nothing compares positions of what is planned
          position: `planned ${this.#count}`,
        }
        planned.events.push(stored)
        this.#unhandled.push(stored)
      }
      return E.right({ revision: last + events.length })
    }
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncIterable<readonly StoredEvent[]> {
    const planned = this.#planned.get(stream)
    if (planned === undefined) {
      yield* this.#recorded.readStream(stream, options)
      return
    }
    const { from = 0, to = Number.POSITIVE_INFINITY, direction } = options
    if (direction === 'backwards') throw new Error('a planned stream is read forwards')
    const { before, events } = planned
    const last = Math.min(to, before)
    if (from <= last) yield* this.#recorded.readStream(stream, { ...options, to: last })
    const more = events.filter(({ revision }) => revision >= from && revision <= to)
    if (more.length > 0) yield more
  }

  // biome-ignore lint/correctness/useYield: a plan has no log of its own
  async *readAll(): AsyncIterable<readonly StoredEvent[]> {
    throw new Error('what is planned is handled as it is planned')
  }

  subscribe(): AsyncIterable<readonly StoredEvent[]> {
    return this.readAll()
  }

  head() {
    return this.#recorded.head()
  }

  hashesAt(positions: readonly string[]) {
    return this.#recorded.hashesAt(positions)
  }

  async count() {
    return this.#count
  }

  comparePositions(a: string, b: string): number {
    return this.#recorded.comparePositions(a, b)
  }

  /** Behind the last event of ours there may be those of other programs: the expected revision counts them. */
  async #lastRevision(stream: string, expected: Expected): Promise<number> {
    const atLeast = expected === 'none' ? -1 : expected
    for await (const [last] of this.#recorded.readStream(stream, { direction: 'backwards', batchSize: 1 }))
      if (last !== undefined) return Math.max(last.revision, atLeast)
    return atLeast
  }
}
