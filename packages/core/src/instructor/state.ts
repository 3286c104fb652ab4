import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import { keyOf } from '../shared/keys.js'
import { withEntry, without } from '../shared/maps.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

/** The current engagement. After a release, an instructor can be engaged again, by any base. */
export type Engagement = { readonly baseId: string; readonly subjects: readonly string[]; readonly on: Day }

export type Booking = DataOf<'InstructorBooked'>
type SessionRef = { readonly batchId: string; readonly sessionId: string }

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly engaged?: Engagement
  /** Absent while engaged. */
  readonly releasedOn?: Day | undefined
  /** The current ones, by batch and session. */
  readonly bookings: ReadonlyMap<string, Booking>
}

export const initialState: State = { lastEventBySlot: emptySlots, bookings: new Map() }

const evolveState = evolveWith<State, Event>({
  InstructorEngaged: (state, { baseId, subjects, on }) => ({
    ...state,
    engaged: { baseId, subjects, on },
    releasedOn: undefined,
  }),
  SubjectsRevised: (state, { subjects }) =>
    state.engaged === undefined ? state : { ...state, engaged: { ...state.engaged, subjects } },
  InstructorBooked: (state, booked) => ({
    ...state,
    bookings: withEntry(state.bookings, keyOf(booked.batchId, booked.sessionId), booked),
  }),
  BookingCancelled: (state, { batchId, sessionId }) => ({
    ...state,
    bookings: without(state.bookings, keyOf(batchId, sessionId)),
  }),
  InstructorReleased: (state, { on }) => ({ ...state, releasedOn: on }),
})

export const evolve = trackSlots(evolveState, slots)

/** The booking for a session. */
export const bookingOf = ({ bookings }: State, { batchId, sessionId }: SessionRef): Booking | undefined =>
  bookings.get(keyOf(batchId, sessionId))

export const stream = (instructorId: string): string => streamOf('instructor', instructorId)
