import type { AnyEvent, Day, Place, Rejection } from '@skein/kernel'
import type * as E from 'fp-ts/lib/Either.js'

/** An event with its place in the log, the command that recorded it, and what its decision observed. */
export interface RecordedEvent {
  readonly stream: string
  readonly revision: number
  readonly event: AnyEvent
  readonly commandId: string
  readonly recordedOn: Day
  /** The instant of recording, ISO 8601 in UTC. */
  readonly recordedAt: string
  /** The revisions of the other streams that the decision read. */
  readonly observedRevisions: Readonly<Record<string, number>>
  /** Which entry of its append it belongs to, where there is more than one; the first one is 0. */
  readonly entry?: number | undefined
  /** Its place within its day, where that is not the moment of recording. */
  readonly place?: Place | undefined
  /** The id (`<stream>@<revision>`) of the first event of the entry that this one replaces. */
  readonly replaces?: string | undefined
  /** For what a process entered: its cause, `<stream>@<revision>`. */
  readonly causedBy?: string | undefined
}

/** The instant of recording of an event, from its index in the log: noon in Shanghai, each a microsecond later. */
export const instant = (today: Day, index: number): string => `${today}T04:00:00.${String(index).padStart(6, '0')}Z`

/** The recorded events (none if nothing changes), or the rejection. */
export type DecisionResult = E.Either<Rejection, readonly AnyEvent[]>
