import { type Decider, isSame, redundantBy, withMirrors } from '@skein/kernel'
import { type Command, type Decided, mirrors } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { slots } from './slots.js'
import { bookingOf, evolve, initialState, type State } from './state.js'

/** Records nothing unless there is such a booking. */
const propose = ({ data: { instructorId: _, ...data } }: Decided, state: State): readonly Event[] =>
  bookingOf(state, data) === undefined ? [] : [{ type: 'BookingCancelled', data }]

/**
 * Whether this booking exists already, with the same content. Bookings fill no slots: an instructor's stream never ends,
 * so they would grow without bound.
 */
const isBooked = (event: Event, state: State): boolean => {
  if (event.type !== 'InstructorBooked') return false
  const booked = bookingOf(state, event.data)
  return booked !== undefined && isSame({ ...booked, on: event.data.on }, event.data)
}

const repeatsSlots = redundantBy<Event, State>(slots)

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  isRedundant: (proposed, state) => repeatsSlots(proposed, state) || proposed.every((event) => isBooked(event, state)),
}
