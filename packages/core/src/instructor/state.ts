import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import { Map as ImmutableMap } from 'immutable'
import { keyOf } from '../shared/keys.js'
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
  readonly bookings: ImmutableMap<string, Booking>
  /** The same, by date and period. */
  readonly periods: ImmutableMap<string, Booking>
}

export const initialState: State = { lastEventBySlot: emptySlots, bookings: ImmutableMap(), periods: ImmutableMap() }

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
    bookings: state.bookings.set(keyOf(booked.batchId, booked.sessionId), booked),
    periods: state.periods.set(keyOf(booked.date, booked.period), booked),
  }),
  BookingCancelled: (state, cancelled) => {
    const booked = bookingOf(state, cancelled)
    return booked === undefined
      ? state
      : {
          ...state,
          bookings: state.bookings.delete(keyOf(booked.batchId, booked.sessionId)),
          periods: state.periods.delete(keyOf(booked.date, booked.period)),
        }
  },
  InstructorReleased: (state, { on }) => ({ ...state, releasedOn: on }),
})

export const evolve = trackSlots(evolveState, slots)

/** The booking at that time. */
export const bookingAt = (
  { periods }: State,
  { date, period }: Pick<Booking, 'date' | 'period'>,
): Booking | undefined => periods.get(keyOf(date, period))

/** The booking for a session. */
export const bookingOf = ({ bookings }: State, { batchId, sessionId }: SessionRef): Booking | undefined =>
  bookings.get(keyOf(batchId, sessionId))

export const stream = (instructorId: string): string => streamOf('instructor', instructorId)
