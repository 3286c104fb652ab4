// What the engine asks of storage. Adapters implement these ports and decide nothing.
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

/** One filling of one version of a read model. Readers see the one that is live. */
export interface Generation {
  /** Unique in its store, never used again. */
  readonly id: string
  readonly projection: string
  readonly version: number
  /** `live`: what readers of this version see; `building`: not yet promoted; `named`: kept apart under `into`; `retired`: was live. */
  readonly state: 'live' | 'building' | 'named' | 'retired'
  readonly into?: string
  /** The bounds it was asked for, as text to show and to compare; '' for none. */
  readonly bounds: string
  /** The position up to which events are folded in; `undefined` before the first. */
  readonly checkpoint?: Position
  /** Events folded in so far. */
  readonly events: number
  /** ISO 8601 instants. */
  readonly startedAt: string
  readonly updatedAt: string
}

/** `row`: private to the projection; `doc`: published. */
export type Space = 'row' | 'doc'

export interface Put {
  readonly space: Space
  readonly key: string
  /** JSON text. */
  readonly value: string
}

export interface Delete {
  readonly space: Space
  readonly key: string
}

export interface Commit {
  /** The checkpoint that the caller continues; compared with the stored one. */
  readonly from: Position | undefined
  readonly to: Position
  /** Events folded in since `from`. */
  readonly events: number
  readonly puts: readonly Put[]
  readonly deletes: readonly Delete[]
}

export interface ListOptions {
  readonly prefix?: string
  /** Default 100, at most 10,000. */
  readonly limit?: number
  /** From the previous page. */
  readonly cursor?: string
}

export interface ListPage {
  /** In ascending order of their keys, by UTF-8 bytes. */
  readonly items: readonly { readonly key: string; readonly value: string }[]
  /** Absent on the last page. */
  readonly cursor?: string
}

export interface BeginOptions {
  /** Keep it apart under this name. */
  readonly into?: string
  readonly bounds?: string
  /** Drop an unfinished one of the same kind and begin anew; default: resume it. */
  readonly restart?: boolean
}

export interface LockHolder {
  /** Who: host, process id and a random part, so that a holder never mistakes another for itself. */
  readonly name: string
  /** How long the lock stands without a renewal, in milliseconds. */
  readonly ttl: number
}

export interface ReadModelStore {
  generations(projection?: string): Promise<readonly Generation[]>
  /** The building (or named) generation of this projection, version and bounds: an unfinished one, or a new one. */
  begin(projection: string, version: number, options?: BeginOptions): Promise<Generation>
  /** Compare-and-set of the checkpoint, in one transaction with the documents. `stale`: somebody else moved it on; nothing was written. */
  commit(generation: string, commit: Commit): Promise<'done' | 'stale'>
  /**
   * Makes a building generation the live one of its version and retires the one before, atomically.
   * `behind`: the live one's checkpoint is further; nothing was changed.
   */
  promote(generation: string, comparePositions: (a: Position, b: Position) => number): Promise<'done' | 'behind'>
  /** Forgets a generation and all it holds. */
  drop(generation: string): Promise<void>
  get(generation: string, space: Space, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  list(generation: string, space: Space, options?: ListOptions): Promise<ListPage>
  count(generation: string, space: Space): Promise<number>
  /** Takes or renews the lock `name`; gives the holder in the way, if there is one. A lock past its time is taken over. */
  lock(
    name: string,
    holder: LockHolder,
  ): Promise<{ readonly held: true } | { readonly held: false; readonly by: string }>
  /** Gives the lock back, if `holder` has it. */
  unlock(name: string, holder: string): Promise<void>
}

/** A fingerprint that a holder has in a scope, since an ISO 8601 instant. */
export interface StandingClaim {
  readonly scope: string
  readonly fingerprint: string
  readonly holder: string
  readonly since: string
}

/** A person's key as it is kept: wrapped under the master key. */
export interface WrappedKey {
  readonly keyId: string
  readonly wrapped: string
}

export interface KeyStore {
  /** The keys of these persons (streams); those without one, or with a destroyed one, are absent. */
  find(persons: readonly string[]): Promise<ReadonlyMap<string, WrappedKey>>
  /** Keeps a key for a person who has none, and gives the one that stands (another's, when that was first). */
  add(person: string, key: WrappedKey): Promise<WrappedKey>
  /** Destroys a person's key and claims; gives whether there was a key. */
  destroy(person: string): Promise<boolean>
  /** Claims a fingerprint in a scope for a holder, unless somebody has it (or `insteadOf` has); gives who holds it now, and since when. */
  claim(
    scope: string,
    fingerprint: string,
    holder: string,
    insteadOf?: string,
  ): Promise<{ readonly holder: string; readonly since: string }>
  /** Who holds it, if anybody. */
  claimant(scope: string, fingerprint: string): Promise<{ readonly holder: string; readonly since: string } | undefined>
  /** All that these holders claim, in any order. */
  claimsOf(holders: readonly string[]): Promise<readonly StandingClaim[]>
  /** Gives a claim back, if `holder` has it. */
  unclaim(scope: string, fingerprint: string, holder: string): Promise<void>
}

export interface Storage {
  /** What it is, for messages: `sqlite:./base.db`, without secrets. */
  readonly name: string
  /** Nothing outlives the process: the engine may then make up a master key. */
  readonly ephemeral: boolean
  readonly events: EventStore
  readonly readModels: ReadModelStore
  readonly keys: KeyStore
  /** Waits for what is under way, then lets go of everything; further calls throw `StorageError`. Safe to repeat. */
  close(): Promise<void>
}
