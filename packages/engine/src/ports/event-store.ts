import type { Text } from '@skein/kernel'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/**
 * A position in the total order of a store's events: up to 100 letters, digits and `_ . : -`, so that it can stand in a
 * URL. Only the store understands the text: compare positions with `EventStore.comparePositions`, never as strings.
 */
export type Position = string

/** An event as the engine appends it. `data` and `metadata` are JSON text, which the store keeps byte for byte. */
export interface NewEvent {
  readonly type: string
  readonly schemaVersion: number
  readonly data: string
  readonly metadata: string
  /** SHA-256 of the event and of the hash of the one before it, in hex: it identifies the event. */
  readonly hash: string
}

/** An event as the store returns it. */
export interface StoredEvent extends NewEvent {
  readonly stream: string
  /** A UUID, `eventIdOf` its hash. */
  readonly eventId: string
  /** Its index in the stream, from 0, without gaps. */
  readonly revision: number
  readonly position: Position
}

/** The expected revision of a stream. `'none'`: the stream does not exist; a number: exactly its last revision. */
export type Expected = 'none' | number

export type AppendError =
  | {
      readonly _tag: 'Conflict'
      readonly expected: Expected
      /** The stream's revision in the store; equal to the expected one where that is another event than `previous`. */
      readonly actual: Expected
    }
  | {
      readonly _tag: 'Unavailable'
      /**
       * Of this call. `unknown`: the events may have been written. Reading the stream at their revisions shows which, as does
       * appending the same events again until that succeeds or is a conflict; that one repetition wrote nothing (`no`) does not.
       */
      readonly written: 'no' | 'unknown'
      readonly reason: Text
      readonly cause?: unknown
    }

export interface Appended {
  /** The stream's last revision after the append. */
  readonly revision: number
  /** The last event's position, where the store reports it. */
  readonly position?: Position
}

export interface ReadStreamOptions {
  /** The first revision to read; default 0 (backwards: the last). */
  readonly from?: number
  /** The last revision to read; default the last (backwards: 0). */
  readonly to?: number
  readonly direction?: 'forwards' | 'backwards'
  /** The most events to a batch; default 5,000. A reader that needs only the first few asks for few. */
  readonly batchSize?: number
  /**
   * Return what is left of a stream that has lost its beginning. By default a store that can know of it, as it lets
   * operators delete events, throws `StorageError` with fault `corrupt` when the stream is read from the beginning.
   */
  readonly partial?: boolean
}

export interface ReadAllOptions {
  /** Exclusive. */
  readonly after?: Position
  /** Inclusive; default the head at the moment of the call. */
  readonly until?: Position
  /** Only these event types; default all. */
  readonly types?: readonly string[]
  /** Events in a batch; default 5,000. */
  readonly batchSize?: number
  /**
   * `false`: the caller needs no event ids, and the metadata of late events only (see `isRecordedLate`); a store that
   * saves work that way leaves the others empty. Default true.
   */
  readonly metadata?: boolean
  /** Called with the number of events of other programs that were left out, where the log is shared with some. */
  readonly onForeign?: (events: number) => void
}

export interface SubscribeOptions {
  /** Exclusive; default from the beginning. */
  readonly after?: Position
  readonly types?: readonly string[]
  readonly batchSize?: number
  /** As for `readAll`. */
  readonly metadata?: boolean
  /** Ends the iteration without an error. */
  readonly signal: AbortSignal
}

/**
 * An append-only log of streams. Where other programs write to it as well, their events are not part of it: no method
 * returns or counts them. Every store guarantees:
 * - The expected revision, and the hash of the event there, are checked in the transaction that writes; a store whose
 *   server compares no hashes reads that event just before, or has been shown it a moment ago.
 * - An append is atomic; revisions are 0, 1, 2, … without gaps; a later append gets later positions.
 * - Appending the same hashes at the same revisions again succeeds and changes nothing; other hashes there are a conflict.
 * - `readAll`, paged while others append, returns every event exactly once, in one order, and skips none.
 * - A reader that stops early leaks nothing; iterators throw `StorageError`; a closed store throws one with fault `closed`.
 */
export interface EventStore {
  /** Other programs, of other domains perhaps, may write to the same log. */
  readonly isShared?: boolean
  /**
   * Appends one or more events. An empty list is a bug in the caller and throws.
   *
   * @param previous the hash of the event at the expected revision. If another event is there, this is a conflict: the
   *   stream was read from a log that has lost events since, after a failover or a restore
   */
  append(
    stream: string,
    events: readonly NewEvent[],
    expected: Expected,
    previous?: string,
  ): TaskEither<AppendError, Appended>
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<readonly StoredEvent[]>
  readAll(options?: ReadAllOptions): AsyncIterable<readonly StoredEvent[]>
  /** Like `readAll`, but waits for new events at the end, until the signal is aborted. */
  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]>
  /** The last event's position; `undefined` for an empty log. */
  head(): Promise<Position | undefined>
  /**
   * The hashes of the events at some positions; positions at which this log has no event of ours are absent.
   */
  hashesAt(positions: readonly Position[]): Promise<ReadonlyMap<Position, string>>
  /** The number of events; `undefined` where counting is expensive. */
  count(options?: { readonly after?: Position; readonly types?: readonly string[] }): Promise<number | undefined>
  /**
   * Streams that may have lost events, where a store lets operators hide or delete some, also streams of other programs.
   * Reading one of them from its beginning shows whether it has. Absent where that cannot be.
   */
  suspectStreams?(): AsyncIterable<string>
  /**
   * How many of the last events of the log other programs wrote: at most `limit` are looked at, which `of` counts. Absent
   * where the log is not shared.
   *
   * @param isOwn whether a stream is one of this program; default all in which its events have our form
   */
  foreignAmongLast?(
    limit: number,
    isOwn?: (stream: string) => boolean,
  ): Promise<{ readonly events: number; readonly of: number }>
  /** Negative, 0 or positive, as a comparator for sorting. */
  comparePositions(a: Position, b: Position): number
}
