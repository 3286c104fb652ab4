import type { Expected, StoredEvent } from '@skein/engine'

/** What one client did with a store, and when, by a clock that all clients share (`monotonicNow`). */
interface Operation {
  /** Unique in its history. */
  readonly id: string
  readonly client: string
  /** In milliseconds. */
  readonly calledAt: number
  /** Absent while it runs, and for ever where its client was killed. */
  readonly returnedAt?: number
}

/** The events of a read, by what identifies them. */
export type EventSeen = Pick<StoredEvent, 'stream' | 'revision' | 'hash' | 'position'>

export interface AppendOperation extends Operation {
  readonly kind: 'append'
  readonly stream: string
  readonly expected: Expected
  readonly hashes: readonly string[]
  /** Absent where it is unknown whether it was done. */
  readonly result?:
    | { readonly is: 'done'; readonly revision: number }
    | { readonly is: 'conflict'; readonly actual: Expected }
    | { readonly is: 'failed' }
}

/** A whole stream was read. */
export interface StreamRead extends Operation {
  readonly kind: 'stream'
  readonly stream: string
  readonly events?: readonly EventSeen[]
}

/** The log was read from where this reader had read it before, up to its end. */
export interface LogRead extends Operation {
  readonly kind: 'log'
  readonly events?: readonly EventSeen[]
}

export interface HeadRead extends Operation {
  readonly kind: 'head'
  /** `null` for an empty log. */
  readonly position?: string | null
}

export type HistoryOperation = AppendOperation | StreamRead | LogRead | HeadRead

/** Milliseconds of a clock that all processes of a machine share, and that nobody sets. */
export const monotonicNow = (): number => Number(process.hrtime.bigint()) / 1e6

/** The operations of a history of which the beginning and the end were recorded: the latter of each id. */
export const completed = (records: readonly HistoryOperation[]): readonly HistoryOperation[] => [
  ...new Map(records.map((record) => [record.id, record])).values(),
]
