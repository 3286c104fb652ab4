import type { AnyEvent, Day, Rejection } from '@skein/kernel'
import type * as E from 'fp-ts/lib/Either.js'

/** An event with its place in the log, the command that recorded it, and what its decision observed. */
export interface RecordedEvent {
  readonly stream: string
  readonly revision: number
  readonly event: AnyEvent
  readonly commandId: string
  readonly recordedOn: Day
  /** The revisions of the other streams that the decision read. */
  readonly observedRevisions: Readonly<Record<string, number>>
}

/** The recorded events (none if nothing changes), or the rejection. */
export type DecisionResult = E.Either<Rejection, readonly AnyEvent[]>
