import type { Folded } from '../history/fold.js'
import type { Expected } from '../ports/index.js'

/** The state of a stream with everything up to one revision. */
export interface Snapshot extends Folded {
  /** -1 for a stream without events. */
  readonly revision: number
  /** The last revision of the stream, where it is that of an event of another program. */
  readonly end?: number
  /** The hash of the last event. */
  readonly hash: string | null
  /** The metadata of the last event; empty for a stream without events. */
  readonly metadata: string
  /** The revision of the first event of every command that recorded events; later snapshots add to the same map. */
  readonly commands: Map<string, number>
  /** Roughly the bytes of memory that it takes. */
  readonly size: number
}

/** The revision behind which the next event comes; -1 in a stream without events. */
export const endOf = ({ revision, end = revision }: Pick<Snapshot, 'revision' | 'end'>): number => end

export const revisionOf = ({ revision }: Pick<Snapshot, 'revision'>): Expected => (revision < 0 ? 'none' : revision)
