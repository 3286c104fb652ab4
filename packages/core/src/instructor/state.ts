import { type Day, evolveWith, streamOf } from '@skein/kernel'
import { type LastEventBySlot, noEvents, type Slots, trackSlots } from '../shared/idempotency.js'
import { keyOf } from '../shared/keys.js'
import { withEntry, without } from '../shared/maps.js'
import type { DataOf, Event } from './events.js'

/** Who teaches for which base; engaged again after a release, for the base that engages then. */
export type Engagement = { readonly baseId: string; readonly subjects: readonly string[]; readonly on: Day }

export type Booking = DataOf<'InstructorBooked'>
type SessionRef = { readonly batchId: string; readonly sessionId: string }

export type State = {
  readonly heard: LastEventBySlot
  readonly engaged?: Engagement
  /** Absent while engaged. */
  readonly releasedOn?: Day | undefined
  /** What stands of them, by batch and session. */
  readonly bookings: ReadonlyMap<string, Booking>
}

export const initialState: State = { heard: noEvents, bookings: new Map() }

/** What can be said again, by the thing it is said of; bookings are compared with those that stand. */
export const slots: Slots<Event, State> = ({ type }) => {
  switch (type) {
    case 'InstructorEngaged':
      return ['engagement', 'subjects']
    case 'InstructorReleased':
      return ['engagement']
    case 'SubjectsRevised':
      return ['subjects']
    default:
      return []
  }
}

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

// What other folders may see.

/** Whether the instructor is there to teach, and what. */
export type Teaching = {
  readonly engagedOn?: Day
  readonly releasedOn?: Day
  readonly baseId?: string
  readonly subjects: readonly string[]
}

export const teaching = ({ engaged, releasedOn }: State): Teaching => ({
  subjects: engaged?.subjects ?? [],
  ...(engaged && { engagedOn: engaged.on, baseId: engaged.baseId }),
  ...(releasedOn !== undefined && { releasedOn }),
})

export const noTeaching: Teaching = teaching(initialState)

/** The booking for a session, while it stands. */
export const booking =
  (batchId: string, sessionId: string) =>
  (state: State): Booking | undefined =>
    bookingOf(state, { batchId, sessionId })
