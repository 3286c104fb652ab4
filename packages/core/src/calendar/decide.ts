import { type Day, type Decider, isSame, withMirrors } from '@skein/kernel'
import { match } from 'ts-pattern'
import { type Command, type Decided, mirrors } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { bedOf, bookingOf, evolve, initialState, type State } from './state.js'

const propose = (command: Decided, state: State): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'CancelPlaceBooking' }, ({ data: { placeId: _, ...data } }) => cancelBooking(data, state))
    .with({ type: 'ReleaseBed' }, ({ data: { placeId: _, ...data } }) => releaseBed(data, state))
    .exhaustive()

/** Records nothing unless there is such a booking. */
const cancelBooking = (data: DataOf<'PlaceBookingCancelled'>, state: State): readonly Event[] =>
  bookingOf(state, data) === undefined ? [] : [{ type: 'PlaceBookingCancelled', data }]

/** Records nothing unless the bed is reserved for that seat. */
const releaseBed = (data: DataOf<'BedReleased'>, state: State): readonly Event[] =>
  bedOf(state, data) === undefined ? [] : [{ type: 'BedReleased', data }]

/** The day of this booking or reservation, if it exists already with the same content. */
const bookedOn = (event: Event, state: State): Day | undefined => {
  if (event.type !== 'PlaceBooked' && event.type !== 'BedReserved') return undefined
  const { data } = event
  const booked =
    'traineeId' in data ? bedOf(state, { batchId: data.batchId, traineeId: data.traineeId }) : bookingOf(state, data)
  return booked !== undefined && isSame({ ...booked, on: data.on }, data) ? booked.on : undefined
}

/**
 * A calendar keeps no slots, unlike other aggregates: it never ends, so they would grow without bound. Bookings and
 * reservations are compared with those that exist; a cancellation without one records nothing.
 */
export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: bookedOn,
}
