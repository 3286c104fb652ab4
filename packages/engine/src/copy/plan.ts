import type { Seal } from '../integrity/seal.js'
import type { EventStore, KeyStore, StoredEvent } from '../ports/index.js'
import type { CopiedKeys } from './keys.js'

/** What a copy asks of the store that it is made of; any `Storage` has it. */
export interface CopySource {
  readonly name: string
  readonly events: Pick<EventStore, 'readAll' | 'count'>
  readonly keys: Pick<KeyStore, 'find' | 'claimsOf'>
}

export interface CopyOptions {
  /** Stops after the append under way; what was copied stays. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: CopyProgress) => void
  /** Take keys and claims along; default true. Without them, personal values read as erased in the copy. */
  readonly keys?: boolean
}

export interface CopyProgress {
  /** Events that are in the copy so far. */
  readonly events: number
  /** Of these, the ones that this run wrote. */
  readonly copied: number
}

export interface CopyReport extends CopyProgress {
  readonly streams: number
  readonly keys: CopiedKeys
  readonly interrupted: boolean
  /** Of both logs, as far as they were copied. */
  readonly seal: Seal
}

/** Why a copy could not begin, or go on. Nothing that was copied is lost; the same copy goes on from there. */
export class CopyError extends Error {
  readonly _tag = 'CopyError'
  override readonly name = 'CopyError'
  /**
   * - `broken`: an event is not what was recorded, or one is missing;
   * - `otherLog`, `otherKeys`: the store to copy to holds something else;
   * - `unavailable`: it did not take an append; the same copy again goes on.
   */
  readonly reason: 'broken' | 'otherLog' | 'otherKeys' | 'unavailable'

  constructor(reason: CopyError['reason'], message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.reason = reason
  }
}

/** The most that goes into one append: well below what any store takes. */
const mostEvents = 500
const mostCharacters = 250_000

/** Events that stand together in their stream and in the log, so that one append keeps both orders. */
export const runsOf = (events: readonly StoredEvent[]): readonly (readonly [StoredEvent, ...StoredEvent[]])[] => {
  const runs: [StoredEvent, ...StoredEvent[]][] = []
  let size = 0
  for (const event of events) {
    const run = runs.at(-1)
    size += event.data.length + event.metadata.length
    if (run !== undefined && run[0].stream === event.stream && run.length < mostEvents && size <= mostCharacters)
      run.push(event)
    else {
      runs.push([event])
      size = event.data.length + event.metadata.length
    }
  }
  return runs
}
