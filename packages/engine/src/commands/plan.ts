import type { AnyEvent, Day, Evidence, HistoryEvent } from '@skein/kernel'

/** What a change of the past records in the streams that it reaches. */
export interface Plan {
  /** The stream of the change first, then the others in the order in which it reaches them. */
  readonly streams: readonly PlannedStream[]
  /** What people entered and what stands although a rule of permission speaks against it now. */
  readonly contradictions: readonly PlannedContradiction[]
  /** The streams, such as those of people and households, whose entries or figures change. */
  readonly affected: readonly string[]
}

export interface PlannedStream {
  readonly stream: string
  /** Its last revision when the plan was made; -1 for a stream without events. */
  readonly revision: number
  /** In the order of recording. */
  readonly entries: readonly PlannedEntry[]
}

/** An entry that is recorded, or what is recorded about an entry. */
export interface PlannedEntry {
  /**
   * `entered`: by the caller; `sent`: by a process; `recomputed`: decided again with another result; `annulled`: does not
   * stand any more; `reinstated`: stands again; `contradicted`, `resolved`: a rule of permission speaks against it now, or
   * no longer does.
   */
  readonly kind: 'entered' | 'sent' | 'recomputed' | 'annulled' | 'reinstated' | 'contradicted' | 'resolved'
  /** The day of the entry. */
  readonly on: Day
  readonly events: readonly (AnyEvent | HistoryEvent)[]
  /** The process that sends it. */
  readonly process?: string
  /** The entry that it is about, or whose place it takes, as it was; of `reinstated` the one that stands again. */
  readonly about?: EntryNamed & { readonly revision: number; readonly events: readonly (AnyEvent | HistoryEvent)[] }
}

export interface EntryNamed {
  /** The id of its first event. */
  readonly eventId: string
  /** The type of its first event. */
  readonly event: string
  readonly on: Day
}

export interface PlannedContradiction extends EntryNamed {
  readonly stream: string
  readonly rule: string
  readonly evidence: Evidence
}
