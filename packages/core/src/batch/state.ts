import { type Day, evolveWith, type LastEventBySlot, latest, noEvents, streamOf, trackSlots } from '@skein/kernel'
import { lastDayKept } from '../shared/last-day.js'
import { withEntry, without } from '../shared/maps.js'
import type { PlaceId, SessionId, TraineeId } from '../shared/value-objects.js'
import type { DataOf, Event } from './events.js'
import { type Cancelled, cancelledAs, withoutReplaced } from './schedule.js'
import { slots } from './slots.js'

export type Session = {
  readonly scheduled: DataOf<'SessionScheduled'>
  readonly cancelled?: { readonly as: Cancelled; readonly on: Day }
  readonly delivered?: { readonly present: ReadonlySet<TraineeId>; readonly hours: number; readonly on: Day }
}

export type TakenSeat = { readonly attempt: number; readonly dormitoryId?: PlaceId | undefined; readonly on: Day }
export type Review = { readonly passed: boolean; readonly on: Day }
export type Gate = DataOf<'GateReviewed'>['gate']

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly planned?: DataOf<'BatchPlanned'>
  readonly sessions: ReadonlyMap<SessionId, Session>
  readonly scheduleChanges: number
  readonly scheduleChangedOn?: Day
  /** Sessions lost after the opening because a booking was refused, and not replaced since; the oldest first. */
  readonly toReplace: readonly SessionId[]
  /** The last review of each gate; one of the schedule lapses when that changes. */
  readonly gates: ReadonlyMap<Gate, Review>
  readonly openedOn?: Day
  readonly startedOn?: Day
  readonly closed?: DataOf<'BatchClosed'>
  readonly cancelledOn?: Day
  readonly seats: ReadonlyMap<TraineeId, TakenSeat>
  /** Every seat that was ever taken, by person. */
  readonly taken: ReadonlyMap<TraineeId, readonly TakenSeat[]>
  readonly scores: ReadonlyMap<TraineeId, number>
  readonly ratings: ReadonlyMap<TraineeId, { readonly rating: number; readonly on: Day }>
  /** The latest day that anything is dated. */
  readonly lastOn?: Day
}

export const initialState: State = {
  lastEventBySlot: noEvents,
  sessions: new Map(),
  scheduleChanges: 0,
  toReplace: [],
  gates: new Map(),
  seats: new Map(),
  taken: new Map(),
  scores: new Map(),
  ratings: new Map(),
}

const reviewsLapse = (state: State, on: Day): State => ({
  ...state,
  scheduleChanges: state.scheduleChanges + 1,
  scheduleChangedOn: latest(on, state.scheduleChangedOn),
  gates: without(without(state.gates, 'curriculum'), 'mode'),
})

const inSession = (state: State, sessionId: SessionId, change: (session: Session) => Session): State => {
  const session = state.sessions.get(sessionId)
  return session === undefined ? state : { ...state, sessions: withEntry(state.sessions, sessionId, change(session)) }
}

const attending = (
  present: ReadonlySet<TraineeId>,
  traineeId: TraineeId,
  isPresent: boolean,
): ReadonlySet<TraineeId> => {
  const corrected = new Set(present)
  if (isPresent) corrected.add(traineeId)
  else corrected.delete(traineeId)
  return corrected
}

const folded = evolveWith<State, Event>({
  BatchPlanned: (state, planned) => ({ ...state, planned }),
  SessionScheduled: (state, scheduled) =>
    reviewsLapse(
      {
        ...state,
        sessions: withEntry(state.sessions, scheduled.sessionId, { scheduled }),
        toReplace: withoutReplaced(state, scheduled),
      },
      scheduled.on,
    ),
  SessionCancelled: (state, cancelled) => {
    const { sessionId, on } = cancelled
    const as = cancelledAs(state, cancelled)
    return reviewsLapse(
      {
        ...inSession(state, sessionId, (session) => ({ ...session, cancelled: { as, on } })),
        toReplace: as === 'refused' ? [...state.toReplace, sessionId] : state.toReplace,
      },
      on,
    )
  },
  GateReviewed: (state, { gate, passed, on }) => ({ ...state, gates: withEntry(state.gates, gate, { passed, on }) }),
  EnrolmentOpened: (state, { on }) => ({ ...state, openedOn: on }),
  SeatTaken: (state, { traineeId, ...seat }) => ({
    ...state,
    seats: withEntry(state.seats, traineeId, seat),
    taken: withEntry(state.taken, traineeId, [...(state.taken.get(traineeId) ?? []), seat]),
  }),
  SeatReleased: (state, { traineeId }) => ({ ...state, seats: without(state.seats, traineeId) }),
  BatchStarted: (state, { on }) => ({ ...state, startedOn: on }),
  SessionDelivered: (state, { sessionId, present, hours, on }) =>
    inSession(state, sessionId, (session) => ({ ...session, delivered: { present: new Set(present), hours, on } })),
  AttendanceCorrected: (state, { sessionId, traineeId, present }) =>
    inSession(state, sessionId, ({ delivered, ...session }) =>
      delivered === undefined
        ? session
        : { ...session, delivered: { ...delivered, present: attending(delivered.present, traineeId, present) } },
    ),
  AssessmentRecorded: (state, { traineeId, score }) => ({
    ...state,
    scores: withEntry(state.scores, traineeId, score),
  }),
  FeedbackGiven: (state, { traineeId, rating, on }) => ({
    ...state,
    ratings: withEntry(state.ratings, traineeId, { rating, on }),
  }),
  BatchClosed: (state, closed) => ({ ...state, closed }),
  BatchCancelled: (state, { on }) => ({ ...state, cancelledOn: on }),
})

export const evolve = trackSlots<Event, State>(lastDayKept<Event, State>(folded), slots)

export const stream = (batchId: string): string => streamOf('batch', batchId)
