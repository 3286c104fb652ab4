import type { Position } from './event-store.js'

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
