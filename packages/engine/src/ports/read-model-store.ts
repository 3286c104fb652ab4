import type { Position } from './event-store.js'

/** One build of one version of a read model. Readers see the live one. */
export interface Generation {
  /** Unique in its store, never reused. */
  readonly id: string
  readonly projection: string
  readonly version: number
  /** `live`: readers of this version see it; `building`: not yet promoted; `named`: kept apart under `into`; `retired`: was live. */
  readonly state: 'live' | 'building' | 'named' | 'retired'
  readonly into?: string
  /** The bounds of the build, as text to show and to compare; '' for none. */
  readonly bounds: string
  /** The position of the last event that was folded in; `undefined` before the first. */
  readonly checkpoint?: Position
  /** The hash of the event at the checkpoint, which shows whether the checkpoint is one of this log. */
  readonly checkpointHash?: string
  /** The number of events folded in so far. */
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
  /** The checkpoint that the caller continues from; compared with the stored one. */
  readonly from: Position | undefined
  /**
   * The number of events that the caller continues from; compared with the stored one where it is given. So a commit that
   * leaves the checkpoint where it is is made only once.
   */
  readonly eventsBefore?: number
  readonly to: Position
  /** The hash of the event at `to`, if that is known. */
  readonly hash?: string
  /** The number of events folded in since `from`. */
  readonly events: number
  readonly puts: readonly Put[]
  readonly deletes: readonly Delete[]
  /** The commit is made only while this lock has this holder: a process that was suspended may have lost it. */
  readonly lock?: HeldLock
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
  /** Keep the generation apart under this name. */
  readonly into?: string
  readonly bounds?: string
  /** Drop an unfinished generation of the same kind and begin a new one; default: resume it. */
  readonly restart?: boolean
}

export interface LockHolder {
  /** Host, process id and a random part, so that no holder mistakes another's lock for its own. */
  readonly name: string
  /** How long the lock is held without a renewal, in milliseconds. */
  readonly ttl: number
}

/** A lock, and who holds it. */
export interface HeldLock {
  readonly name: string
  readonly holder: string
}

/** A lock that was not released. */
export interface StandingLock extends HeldLock {
  /** When this holder took it (ISO 8601), by the clock of the store. */
  readonly since: string
  /** For how long it is held without a renewal, in milliseconds; 0 once it has expired, and may be taken over. */
  readonly leftMs: number
}

export interface ReadModelStore {
  generations(projection?: string): Promise<readonly Generation[]>
  /** The unfinished building (or named) generation of this projection, version and bounds, or a new one. */
  begin(projection: string, version: number, options?: BeginOptions): Promise<Generation>
  /**
   * Compare-and-set of the checkpoint, in one transaction with the documents.
   * `stale`: another process moved the checkpoint, or has the lock; nothing was written.
   */
  commit(generation: string, commit: Commit): Promise<'done' | 'stale'>
  /**
   * Makes a building generation the live one of its version, and the previous live one retired, atomically.
   * `behind`: the live generation's checkpoint is further on, `stale`: another process has the lock; nothing was changed.
   *
   * @param lock the lock that the caller holds, if it holds one
   */
  promote(
    generation: string,
    comparePositions: (a: Position, b: Position) => number,
    lock?: HeldLock,
  ): Promise<'done' | 'behind' | 'stale'>
  /** Deletes a generation with all its rows and documents. */
  drop(generation: string): Promise<void>
  get(generation: string, space: Space, keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  list(generation: string, space: Space, options?: ListOptions): Promise<ListPage>
  count(generation: string, space: Space): Promise<number>
  /**
   * Acquires or renews the lock `name`; otherwise returns its current holder. An expired lock is taken over. Time is that
   * of the store's own clock; a lock that would be held for longer than its `ttl` was taken while that was wrong, and is
   * taken over, too.
   */
  lock(
    name: string,
    holder: LockHolder,
  ): Promise<{ readonly held: true } | { readonly held: false; readonly by: string }>
  /** Releases the lock, if `holder` has it. */
  unlock(name: string, holder: string): Promise<void>
  /** The locks that were not released, by name, expired ones included. */
  locks(): Promise<readonly StandingLock[]>
}
