import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import { withEntry, without } from '../shared/maps.js'
import type { PlaceId, SessionId, TraineeId } from '../shared/value-objects.js'
import type { DataOf, Event } from './events.js'
import { cancellationKind, type Session, type Sessions, toReplaceAfter } from './sessions.js'
import { slots } from './slots.js'

export type TakenSeat = { readonly attempt: number; readonly dormitoryId?: PlaceId | undefined; readonly on: Day }
export type Review = { readonly passed: boolean; readonly on: Day }
export type Gate = DataOf<'GateReviewed'>['gate']

export type State = Sessions & {
  readonly lastEventBySlot: LastEventBySlot
  readonly planned?: DataOf<'BatchPlanned'>
  readonly scheduleChanges: number
  /** The last review of each gate. A change of the schedule removes the reviews of its gates. */
  readonly gates: ReadonlyMap<Gate, Review>
  readonly startedOn?: Day
  readonly closed?: DataOf<'BatchClosed'>
  readonly cancelledOn?: Day
  /** Current seats, in the order in which they were taken. */
  readonly seats: ReadonlyMap<TraineeId, TakenSeat>
  /** All seats that a person ever had, in order. */
  readonly seatHistory: ReadonlyMap<TraineeId, readonly TakenSeat[]>
  readonly scores: ReadonlyMap<TraineeId, number>
  readonly ratings: ReadonlyMap<TraineeId, { readonly rating: number; readonly on: Day }>
}

export const initialState: State = {
  lastEventBySlot: emptySlots,
  sessions: new Map(),
  scheduleChanges: 0,
  toReplace: [],
  gates: new Map(),
  seats: new Map(),
  seatHistory: new Map(),
  scores: new Map(),
  ratings: new Map(),
}

const changeSchedule = (state: State): State => ({
  ...state,
  scheduleChanges: state.scheduleChanges + 1,
  gates: without(without(state.gates, 'curriculum'), 'mode'),
})

const changeSession = (state: State, sessionId: SessionId, change: (session: Session) => Session): State => {
  const session = state.sessions.get(sessionId)
  return session === undefined ? state : { ...state, sessions: withEntry(state.sessions, sessionId, change(session)) }
}

const correctPresence = (
  present: ReadonlySet<TraineeId>,
  traineeId: TraineeId,
  isPresent: boolean,
): ReadonlySet<TraineeId> => {
  const corrected = new Set(present)
  if (isPresent) corrected.add(traineeId)
  else corrected.delete(traineeId)
  return corrected
}

const evolveState = evolveWith<State, Event>({
  BatchPlanned: (state, planned) => ({ ...state, planned }),
  SessionScheduled: (state, scheduled) =>
    changeSchedule({
      ...state,
      sessions: withEntry(state.sessions, scheduled.sessionId, { scheduled }),
      toReplace: toReplaceAfter(state, scheduled),
    }),
  SessionCancelled: (state, cancelled) => {
    const { sessionId, on } = cancelled
    const kind = cancellationKind(state, cancelled)
    return changeSchedule({
      ...changeSession(state, sessionId, (session) => ({ ...session, cancelled: { kind, on } })),
      toReplace: kind === 'bookingRefused' ? [...state.toReplace, sessionId] : state.toReplace,
    })
  },
  GateReviewed: (state, { gate, passed, on }) => ({ ...state, gates: withEntry(state.gates, gate, { passed, on }) }),
  EnrolmentOpened: (state, { on }) => ({ ...state, openedOn: on }),
  SeatTaken: (state, { traineeId, ...seat }) => ({
    ...state,
    seats: withEntry(state.seats, traineeId, seat),
    seatHistory: withEntry(state.seatHistory, traineeId, [...(state.seatHistory.get(traineeId) ?? []), seat]),
  }),
  SeatReleased: (state, { traineeId }) => ({ ...state, seats: without(state.seats, traineeId) }),
  BatchStarted: (state, { on }) => ({ ...state, startedOn: on }),
  SessionDelivered: (state, { sessionId, present, hours, on }) =>
    changeSession(state, sessionId, (session) => ({ ...session, delivered: { present: new Set(present), hours, on } })),
  AttendanceCorrected: (state, { sessionId, traineeId, present }) =>
    changeSession(state, sessionId, ({ delivered, ...session }) =>
      delivered === undefined
        ? session
        : { ...session, delivered: { ...delivered, present: correctPresence(delivered.present, traineeId, present) } },
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

export const evolve = trackSlots(evolveState, slots)

export const stream = (batchId: string): string => streamOf('batch', batchId)
