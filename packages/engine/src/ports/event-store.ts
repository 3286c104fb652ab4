import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/**
 * A place in a store's one order of events, as text that only that store understands:
 * compare positions with `EventStore.comparePositions`, never as strings.
 */
export type Position = string

/** An event as it goes to a store. `data` and `metadata` are JSON text, kept byte for byte. */
export interface NewEvent {
  /** A UUID. */
  readonly eventId: string
  readonly type: string
  readonly schemaVersion: number
  readonly data: string
  readonly metadata: string
}

/** An event as a store gives it back. */
export interface StoredEvent extends NewEvent {
  readonly stream: string
  /** Its place in the stream, from 0, without gaps. */
  readonly revision: number
  readonly position: Position
}

/** `'none'`: the stream must not exist; a number: it is exactly the last revision. */
export type Expected = 'none' | number

export type AppendError =
  | {
      readonly _tag: 'Conflict'
      readonly expected: Expected
      /** What the store holds. */
      readonly actual: Expected
    }
  | {
      readonly _tag: 'Unavailable'
      /** `unknown`: it may have been written; the same events appended again settle it. */
      readonly written: 'no' | 'unknown'
      readonly reason: string
      readonly cause?: unknown
    }

export interface Appended {
  /** The stream's last revision after the append. */
  readonly revision: number
  /** The last event's position, where the store says it. */
  readonly position?: Position
}

export interface ReadStreamOptions {
  /** First revision wanted; default 0 (backwards: the last). */
  readonly from?: number
  /** Last revision wanted; default the last (backwards: 0). */
  readonly to?: number
  readonly direction?: 'forwards' | 'backwards'
  /** The most events to a batch; default 5,000. A reader that needs only the first few asks for few. */
  readonly batchSize?: number
}

export interface ReadAllOptions {
  /** Exclusive. */
  readonly after?: Position
  /** Inclusive; default the head at the moment of the call. */
  readonly until?: Position
  /** Only these event types; default all. */
  readonly types?: readonly string[]
  /** Events to a batch; default 5,000. */
  readonly batchSize?: number
  /** `false`: the reader does without event ids and metadata, and where that saves work they are empty. Default true. */
  readonly metadata?: boolean
}

export interface SubscribeOptions {
  /** Exclusive; default from the beginning. */
  readonly after?: Position
  readonly types?: readonly string[]
  readonly batchSize?: number
  /** As for `readAll`. */
  readonly metadata?: boolean
  /** Ends the iteration quietly. */
  readonly signal: AbortSignal
}

/**
 * An append-only log of streams. What every store keeps:
 * - the expected revision is checked in the transaction that writes;
 * - one append is all or nothing; revisions are 0, 1, 2, … without gaps; later appends get later positions;
 * - the same event ids at the same place again are a success that changes nothing, anything else there is a conflict;
 * - who pages through `readAll` while others write sees every event exactly once, in one order, none skipped;
 * - a reader who stops early leaks nothing; iterators throw `StorageError`, a closed store says so.
 */
export interface EventStore {
  /** Writes one or more events. Appending none is a bug and throws. */
  append(stream: string, events: readonly NewEvent[], expected: Expected): TaskEither<AppendError, Appended>
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<readonly StoredEvent[]>
  readAll(options?: ReadAllOptions): AsyncIterable<readonly StoredEvent[]>
  /** `readAll` that waits for more at its end, until the signal. */
  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]>
  /** The last event's position; `undefined` where there is none. */
  head(): Promise<Position | undefined>
  /** How many events there are; `undefined` where the store can't tell cheaply. */
  count(options?: { readonly after?: Position; readonly types?: readonly string[] }): Promise<number | undefined>
  /** Negative, 0 or positive, as for a sort. */
  comparePositions(a: Position, b: Position): number
}
