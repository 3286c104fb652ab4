import { type Day, evolveWith, streamOf } from '@skein/kernel'
import { withEntry, without } from '../shared/maps.js'
import { type Heard, hearing, nothingHeard } from '../shared/repeats.js'
import type { PlaceId, SessionId, TraineeId } from '../shared/words.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type Session = {
  readonly scheduled: DataOf<'SessionScheduled'>
  readonly cancelled?: { readonly reason: string; readonly on: Day }
  readonly delivered?: { readonly present: ReadonlySet<TraineeId>; readonly on: Day }
}

export type TakenSeat = { readonly attempt: number; readonly dormitoryId?: PlaceId | undefined; readonly on: Day }
export type Review = { readonly passed: boolean; readonly on: Day }
export type Gate = DataOf<'GateReviewed'>['gate']

export type State = {
  readonly heard: Heard
  readonly planned?: DataOf<'BatchPlanned'>
  readonly sessions: ReadonlyMap<SessionId, Session>
  readonly scheduleChanges: number
  readonly scheduleChangedOn?: Day
  /** Sessions lost after the opening because a booking was refused, and not replaced since, by the oldest first. */
  readonly toReplace: readonly SessionId[]
  /** The last review of each gate; one of the schedule lapses when that changes. */
  readonly gates: ReadonlyMap<Gate, Review>
  readonly openedOn?: Day
  readonly startedOn?: Day
  readonly closed?: DataOf<'BatchClosed'>
  readonly cancelledOn?: Day
  readonly seats: ReadonlyMap<TraineeId, TakenSeat>
  /** Seats taken so far, by person. */
  readonly attempts: ReadonlyMap<TraineeId, number>
  readonly scores: ReadonlyMap<TraineeId, number>
  readonly ratings: ReadonlyMap<TraineeId, number>
}

export const initialState: State = {
  heard: nothingHeard,
  sessions: new Map(),
  scheduleChanges: 0,
  toReplace: [],
  gates: new Map(),
  seats: new Map(),
  attempts: new Map(),
  scores: new Map(),
  ratings: new Map(),
}

/** A cancellation that a process asks for: the instructor or the room could not be had. */
export const bookingRefused = 'bookingRefused'
/** A cancellation that says, after its date, that a session did not take place. */
export const notHeld = 'notHeld'

/** The schedule as it stands once the event has happened; other events leave it as it is. */
export const rescheduled = (state: State, event: Event): State => folded(state, event)

const reviewsLapse = (state: State, on: Day): State => ({
  ...state,
  scheduleChanges: state.scheduleChanges + 1,
  scheduleChangedOn:
    state.scheduleChangedOn !== undefined && state.scheduleChangedOn > on ? state.scheduleChangedOn : on,
  gates: without(without(state.gates, 'curriculum'), 'mode'),
})

/** A session replaces the oldest lost one of its component, if there is one. */
const replacing = ({ sessions, toReplace }: State, { component }: DataOf<'SessionScheduled'>): readonly SessionId[] => {
  const replaced = toReplace.find((sessionId) => sessions.get(sessionId)?.scheduled.component === component)
  return toReplace.filter((sessionId) => sessionId !== replaced)
}

const inSession = (state: State, sessionId: SessionId, change: (session: Session) => Session): State => {
  const session = state.sessions.get(sessionId)
  return session === undefined ? state : { ...state, sessions: withEntry(state.sessions, sessionId, change(session)) }
}

const attending = ({ present, on }: NonNullable<Session['delivered']>, traineeId: TraineeId, isPresent: boolean) => {
  const corrected = new Set(present)
  if (isPresent) corrected.add(traineeId)
  else corrected.delete(traineeId)
  return { present: corrected, on }
}

const folded = evolveWith<State, Event>({
  BatchPlanned: (state, planned) => ({ ...state, planned }),
  SessionScheduled: (state, scheduled) =>
    reviewsLapse(
      {
        ...state,
        sessions: withEntry(state.sessions, scheduled.sessionId, { scheduled }),
        toReplace: replacing(state, scheduled),
      },
      scheduled.on,
    ),
  SessionCancelled: (state, { sessionId, reason, on }) => {
    const isLost = reason === bookingRefused && state.openedOn !== undefined && state.sessions.has(sessionId)
    return reviewsLapse(
      {
        ...inSession(state, sessionId, (session) => ({ ...session, cancelled: { reason, on } })),
        toReplace: isLost ? [...state.toReplace, sessionId] : state.toReplace,
      },
      on,
    )
  },
  GateReviewed: (state, { gate, passed, on }) => ({ ...state, gates: withEntry(state.gates, gate, { passed, on }) }),
  EnrolmentOpened: (state, { on }) => ({ ...state, openedOn: on }),
  SeatTaken: (state, { traineeId, ...seat }) => ({
    ...state,
    seats: withEntry(state.seats, traineeId, seat),
    attempts: withEntry(state.attempts, traineeId, seat.attempt),
  }),
  SeatReleased: (state, { traineeId }) => ({ ...state, seats: without(state.seats, traineeId) }),
  BatchStarted: (state, { on }) => ({ ...state, startedOn: on }),
  SessionDelivered: (state, { sessionId, present, on }) =>
    inSession(state, sessionId, (session) => ({ ...session, delivered: { present: new Set(present), on } })),
  AttendanceCorrected: (state, { sessionId, traineeId, present }) =>
    inSession(state, sessionId, ({ delivered, ...session }) =>
      delivered === undefined ? session : { ...session, delivered: attending(delivered, traineeId, present) },
    ),
  AssessmentRecorded: (state, { traineeId, score }) => ({
    ...state,
    scores: withEntry(state.scores, traineeId, score),
  }),
  FeedbackGiven: (state, { traineeId, rating }) => ({ ...state, ratings: withEntry(state.ratings, traineeId, rating) }),
  BatchClosed: (state, closed) => ({ ...state, closed }),
  BatchCancelled: (state, { on }) => ({ ...state, cancelledOn: on }),
})

export const evolve = hearing(folded, slots)

export const stream = (batchId: string): string => streamOf('batch', batchId)
