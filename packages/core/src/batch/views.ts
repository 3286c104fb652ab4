// The views of a batch that other aggregates, processes and invariants read.
import type { Day } from '@skein/kernel'
import type {
  BaseId,
  InstructorId,
  Period,
  PlaceId,
  SessionId,
  TraineeCategory,
  TraineeId,
} from '../shared/value-objects.js'
import type { Result } from './events.js'
import type { Session } from './sessions.js'
import { initialState, type State, type TakenSeat } from './state.js'

export { bookingRefused } from './sessions.js'
export { stream, type TakenSeat } from './state.js'

/** For one person: the seat and the result in the batch. */
export type Participation = {
  readonly audience: readonly TraineeCategory[]
  /** The current seat. */
  readonly seat?: TakenSeat
  /** The day on which the batch was closed or cancelled. */
  readonly endedOn?: Day
  readonly closedOn?: Day
  readonly result?: Result
}

const endOf = ({ closed, cancelledOn }: State): Day | undefined => closed?.on ?? cancelledOn

export const participation =
  (traineeId: string) =>
  (state: State): Participation => {
    // sound: only used to look up
    const seat = state.seats.get(traineeId as TraineeId)
    const endedOn = endOf(state)
    const result = state.closed?.results.find((one) => one.traineeId === traineeId)
    return {
      audience: state.planned?.audience ?? [],
      ...(seat && { seat }),
      ...(endedOn !== undefined && { endedOn }),
      ...(state.closed && { closedOn: state.closed.on }),
      ...(result && { result }),
    }
  }

export const noParticipation: Participation = participation('')(initialState)

/** For bookings of a session. */
export type SessionDetails = {
  readonly sessionId: SessionId
  readonly instructorId: InstructorId
  readonly placeId: PlaceId
  readonly subject: string
  readonly date: Day
  readonly period: Period
  readonly hours: number
  /** The session was cancelled, or its batch before it was delivered. */
  readonly isCancelled: boolean
  readonly isDelivered: boolean
}

/** For processes, bookings and reservations: the sessions and seats. */
export type Roster = {
  readonly baseId?: BaseId
  readonly startsOn?: Day
  readonly endsOn?: Day
  readonly endedOn?: Day
  readonly closedOn?: Day
  readonly sessions: ReadonlyMap<SessionId, SessionDetails>
  readonly seats: ReadonlyMap<TraineeId, TakenSeat>
  /** All seats that a person ever had, in order. */
  readonly seatHistory: ReadonlyMap<TraineeId, readonly TakenSeat[]>
}

const sessionDetails = (
  { scheduled, cancelled, delivered }: Session,
  batchCancelledOn: Day | undefined,
): SessionDetails => ({
  sessionId: scheduled.sessionId,
  instructorId: scheduled.instructorId,
  placeId: scheduled.placeId,
  subject: scheduled.subject,
  date: scheduled.date,
  period: scheduled.period,
  hours: scheduled.hours,
  isCancelled: cancelled !== undefined || (batchCancelledOn !== undefined && delivered === undefined),
  isDelivered: delivered !== undefined,
})

export const roster = (state: State): Roster => {
  const { planned, closed, cancelledOn, sessions, seats, seatHistory } = state
  const endedOn = endOf(state)
  return {
    ...(planned && { baseId: planned.baseId, startsOn: planned.startsOn, endsOn: planned.endsOn }),
    ...(endedOn !== undefined && { endedOn }),
    ...(closed && { closedOn: closed.on }),
    sessions: new Map([...sessions].map(([sessionId, session]) => [sessionId, sessionDetails(session, cancelledOn)])),
    seats,
    seatHistory,
  }
}

export const noRoster: Roster = roster(initialState)

/** For a booking of one session; empty if there is no such session. */
export type SessionView = { readonly session?: SessionDetails }

export const session =
  (sessionId: string) =>
  ({ sessions, cancelledOn }: State): SessionView => {
    // sound: only used to look up
    const found = sessions.get(sessionId as SessionId)
    return found === undefined ? {} : { session: sessionDetails(found, cancelledOn) }
  }
