// What other aggregates see of a batch.
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
import { initialState, type Session, type State, type TakenSeat } from './state.js'

export { bookingRefused } from './schedule.js'
export { stream, type TakenSeat } from './state.js'

/** A batch as one person's seat and result in it show it. */
export type Seat = {
  readonly audience: readonly TraineeCategory[]
  /** The seat that the person has now. */
  readonly taken?: TakenSeat
  /** Closed or cancelled on. */
  readonly endedOn?: Day
  readonly closedOn?: Day
  readonly result?: Result
}

const ended = ({ closed, cancelledOn }: State): Day | undefined => closed?.on ?? cancelledOn

export const seat =
  (traineeId: string) =>
  (state: State): Seat => {
    // sound: only looked up, never kept
    const taken = state.seats.get(traineeId as TraineeId)
    const endedOn = ended(state)
    const result = state.closed?.results.find((of) => of.traineeId === traineeId)
    return {
      audience: state.planned?.audience ?? [],
      ...(taken && { taken }),
      ...(endedOn !== undefined && { endedOn }),
      ...(state.closed && { closedOn: state.closed.on }),
      ...(result && { result }),
    }
  }

export const noSeat: Seat = seat('')(initialState)

/** A session as bookings see it. */
export type Slot = {
  readonly sessionId: SessionId
  readonly instructorId: InstructorId
  readonly placeId: PlaceId
  readonly subject: string
  readonly date: Day
  readonly period: Period
  readonly hours: number
  /** It is to be held, or was: neither it nor its batch was cancelled. */
  readonly isOn: boolean
  readonly isDelivered: boolean
}

/** A batch as the processes see it: what it booked, whom it seats. */
export type Roster = {
  readonly baseId?: BaseId
  readonly startsOn?: Day
  readonly endsOn?: Day
  readonly endedOn?: Day
  readonly closedOn?: Day
  readonly sessions: ReadonlyMap<SessionId, Slot>
  readonly seats: ReadonlyMap<TraineeId, TakenSeat>
  /** Every seat that was ever taken. */
  readonly taken: ReadonlyMap<TraineeId, readonly TakenSeat[]>
}

const slot = ({ scheduled, cancelled, delivered }: Session, batchCancelledOn: Day | undefined): Slot => ({
  sessionId: scheduled.sessionId,
  instructorId: scheduled.instructorId,
  placeId: scheduled.placeId,
  subject: scheduled.subject,
  date: scheduled.date,
  period: scheduled.period,
  hours: scheduled.hours,
  isOn: cancelled === undefined && (batchCancelledOn === undefined || delivered !== undefined),
  isDelivered: delivered !== undefined,
})

export const roster = (state: State): Roster => {
  const { planned, closed, cancelledOn, sessions, seats, taken } = state
  const endedOn = ended(state)
  return {
    ...(planned && { baseId: planned.baseId, startsOn: planned.startsOn, endsOn: planned.endsOn }),
    ...(endedOn !== undefined && { endedOn }),
    ...(closed && { closedOn: closed.on }),
    sessions: new Map([...sessions].map(([sessionId, session]) => [sessionId, slot(session, cancelledOn)])),
    seats,
    taken,
  }
}

export const noRoster: Roster = roster(initialState)

/** One session as its instructor's booking sees it. */
export type Booked = { readonly baseId?: BaseId; readonly session?: Slot }

export const session =
  (sessionId: string) =>
  ({ planned, sessions, cancelledOn }: State): Booked => {
    // sound: only looked up, never kept
    const found = sessions.get(sessionId as SessionId)
    return { ...(planned && { baseId: planned.baseId }), ...(found && { session: slot(found, cancelledOn) }) }
  }
