import { alreadyRecordedBy, type Day, type Decider, isSame, withMirrors } from '@skein/kernel'
import { type Command, type Decided, mirrors } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { bookingOf, evolve, initialState, type State } from './state.js'

/** Records nothing unless there is such a booking. */
const propose = ({ data: { instructorId: _, ...data } }: Decided, state: State): readonly Event[] =>
  bookingOf(state, data) === undefined ? [] : [{ type: 'BookingCancelled', data }]

/**
 * The day of this booking, if it exists already with the same content. Bookings fill no slots: an instructor's stream
 * never ends, so they would grow without bound.
 */
const bookedOn = (event: Event, state: State): Day | undefined => {
  if (event.type !== 'InstructorBooked') return undefined
  const booked = bookingOf(state, event.data)
  return booked !== undefined && isSame({ ...booked, on: event.data.on }, event.data) ? booked.on : undefined
}

const recordedInSlots = alreadyRecordedBy<Event, State>(slots)

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: (event, state) => recordedInSlots(event, state) ?? bookedOn(event, state),
}
