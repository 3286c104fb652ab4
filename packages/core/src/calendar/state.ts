import { evolveWith, streamOf } from '@skein/kernel'
import { keyOf } from '../shared/keys.js'
import { withEntry, without } from '../shared/maps.js'
import type { DataOf, Event } from './events.js'

export type Booking = DataOf<'PlaceBooked'>
export type Bed = DataOf<'BedReserved'>
type SessionRef = { readonly batchId: string; readonly sessionId: string }
type SeatRef = { readonly batchId: string; readonly traineeId: string; readonly attempt?: number | undefined }

/** Only current bookings and reservations: cancelled and released ones are removed. */
export type State = {
  /** The base of the first booking or reservation; all others are for the same base. */
  readonly baseId?: string
  /** By batch and session. */
  readonly bookings: ReadonlyMap<string, Booking>
  /** By batch and trainee. */
  readonly beds: ReadonlyMap<string, Bed>
}

export const initialState: State = { bookings: new Map(), beds: new Map() }

export const evolve = evolveWith<State, Event>({
  PlaceBooked: (state, booked) => ({
    ...state,
    baseId: state.baseId ?? booked.baseId,
    bookings: withEntry(state.bookings, keyOf(booked.batchId, booked.sessionId), booked),
  }),
  PlaceBookingCancelled: (state, { batchId, sessionId }) => ({
    ...state,
    bookings: without(state.bookings, keyOf(batchId, sessionId)),
  }),
  BedReserved: (state, reserved) => ({
    ...state,
    baseId: state.baseId ?? reserved.baseId,
    beds: withEntry(state.beds, keyOf(reserved.batchId, reserved.traineeId), reserved),
  }),
  BedReleased: (state, seat) =>
    bedOf(state, seat) === undefined
      ? state
      : { ...state, beds: without(state.beds, keyOf(seat.batchId, seat.traineeId)) },
})

/** The booking for a session. */
export const bookingOf = ({ bookings }: State, { batchId, sessionId }: SessionRef): Booking | undefined =>
  bookings.get(keyOf(batchId, sessionId))

/** The bed reserved for a trainee of a batch and, if `attempt` is given, for that seat. */
export const bedOf = ({ beds }: State, { batchId, traineeId, attempt }: SeatRef): Bed | undefined => {
  const bed = beds.get(keyOf(batchId, traineeId))
  return attempt === undefined || bed?.attempt === attempt ? bed : undefined
}

export const stream = (placeId: string): string => streamOf('calendar', placeId)
