// The sessions of a batch: cancellations, and replacements of sessions that were lost to a refused booking.
import type { Day } from '@skein/kernel'
import type { SessionId, TraineeId } from '../shared/value-objects.js'
import type { DataOf } from './events.js'

/** The reason of a cancellation by the booking process: the instructor or the room was not available. */
export const bookingRefused = 'bookingRefused'
/** The reason of a cancellation after the date of the session: it did not take place. */
const notHeld = 'notHeld'

/** `byChoice`: somebody changed the schedule. The others happen only after enrolment opened, and nobody chose them. */
export type CancellationKind = 'byChoice' | 'bookingRefused' | 'notHeld'

export type Session = {
  readonly scheduled: DataOf<'SessionScheduled'>
  readonly cancelled?: { readonly kind: CancellationKind; readonly on: Day }
  readonly delivered?: { readonly present: ReadonlySet<TraineeId>; readonly hours: number; readonly on: Day }
}

/** The sessions in the state of a batch. */
export type Sessions = {
  /** In the order in which they were scheduled. */
  readonly sessions: ReadonlyMap<SessionId, Session>
  /** Sessions lost to a refused booking after enrolment opened, and not replaced yet; the oldest first. */
  readonly toReplace: readonly SessionId[]
  /** The day on which enrolment opened. */
  readonly openedOn?: Day
}

export const cancellationKind = (
  { openedOn, sessions }: Sessions,
  { sessionId, reason, on }: DataOf<'SessionCancelled'>,
): CancellationKind => {
  const session = sessions.get(sessionId)
  if (openedOn === undefined || session === undefined) return 'byChoice'
  if (reason === bookingRefused) return 'bookingRefused'
  return reason === notHeld && on > session.scheduled.date ? 'notHeld' : 'byChoice'
}

/** The sessions still to replace after one more is scheduled: it replaces the oldest one of its component. */
export const toReplaceAfter = (
  { sessions, toReplace }: Sessions,
  { component }: DataOf<'SessionScheduled'>,
): readonly SessionId[] => {
  const replaced = toReplace.find((sessionId) => sessions.get(sessionId)?.scheduled.component === component)
  return toReplace.filter((sessionId) => sessionId !== replaced)
}

/** Sessions that are not cancelled. */
export const remaining = ({ sessions }: Sessions): readonly Session[] =>
  [...sessions.values()].filter(({ cancelled }) => cancelled === undefined)
