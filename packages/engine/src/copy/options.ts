import type { Seal } from '../integrity/seal.js'
import type { EventStore, KeyStore } from '../ports/index.js'

/** What a copy needs of its source; any `Storage` has it. */
export interface CopySource {
  readonly name: string
  readonly events: Pick<EventStore, 'readAll' | 'count'>
  readonly keys: Pick<KeyStore, 'secret' | 'find' | 'claimsOf'>
}

export interface CopyOptions {
  /** Stops after the current append; what was copied stays. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: CopyProgress) => void
  /** Copy keys and claims; default true. Without them, personal values read as erased in the copy. */
  readonly keys?: boolean
}

export interface CopyProgress {
  /** Events that are in the copy so far. */
  readonly events: number
  /** Of these, the events that this run wrote. */
  readonly copied: number
}

export interface CopiedKeys {
  readonly keys: number
  readonly claims: number
  /** Keys that were destroyed in the copy, since they were destroyed in the source. */
  readonly destroyed: number
}

export interface CopyReport extends CopyProgress {
  readonly streams: number
  readonly keys: CopiedKeys
  readonly interrupted: boolean
  /** The seal of both logs, up to the last event that was copied. */
  readonly seal: Seal
}
