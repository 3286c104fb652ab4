import { type Day, evolveWith, type LastEventBySlot, noEvents, streamOf, trackSlots } from '@skein/kernel'
import { keyOf } from '../shared/keys.js'
import { withEntry, without } from '../shared/maps.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

/** Who teaches for which base; engaged again after a release, for the base that engages then. */
export type Engagement = { readonly baseId: string; readonly subjects: readonly string[]; readonly on: Day }

export type Booking = DataOf<'InstructorBooked'>
type SessionRef = { readonly batchId: string; readonly sessionId: string }

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly engaged?: Engagement
  /** Absent while engaged. */
  readonly releasedOn?: Day | undefined
  /** What stands of them, by batch and session. */
  readonly bookings: ReadonlyMap<string, Booking>
}

export const initialState: State = { lastEventBySlot: noEvents, bookings: new Map() }

const folded = evolveWith<State, Event>({
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

export const evolve = trackSlots(folded, slots)

export const bookingOf = ({ bookings }: State, { batchId, sessionId }: SessionRef): Booking | undefined =>
  bookings.get(keyOf(batchId, sessionId))

export const stream = (instructorId: string): string => streamOf('instructor', instructorId)
