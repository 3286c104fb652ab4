import { type Decider, judge } from '@skein/kernel'
import { match } from 'ts-pattern'
import { same } from '../shared/idempotency.js'
import type { Command } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { rules } from './rules.js'
import { bedOf, bookingOf, evolve, initialState, type State } from './state.js'

/** What the command would make happen if no rule objected. What already stands so is not said again. */
const propose = (command: Command, state: State): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'BookPlace' }, ({ data: { placeId: _, ...data } }) => bookPlace(data, state))
    .with({ type: 'CancelPlaceBooking' }, ({ data: { placeId: _, ...data } }) => cancelBooking(data, state))
    .with({ type: 'ReserveBed' }, ({ data: { placeId: _, ...data } }) => reserveBed(data, state))
    .with({ type: 'ReleaseBed' }, ({ data: { placeId: _, ...data } }) => releaseBed(data, state))
    .exhaustive()

const bookPlace = (data: DataOf<'PlaceBooked'>, state: State): readonly Event[] => {
  const booked = bookingOf(state, data)
  return booked && same({ ...booked, on: data.on }, data) ? [] : [{ type: 'PlaceBooked', data }]
}

const reserveBed = (data: DataOf<'BedReserved'>, state: State): readonly Event[] => {
  const { batchId, traineeId } = data
  const reserved = bedOf(state, { batchId, traineeId })
  return reserved && same({ ...reserved, on: data.on }, data) ? [] : [{ type: 'BedReserved', data }]
}

/** An ending that answers another booking, or none, has nothing to end. */
const cancelBooking = (data: DataOf<'PlaceBookingCancelled'>, state: State): readonly Event[] =>
  bookingOf(state, data) === undefined ? [] : [{ type: 'PlaceBookingCancelled', data }]

const releaseBed = (data: DataOf<'BedReleased'>, state: State): readonly Event[] =>
  bedOf(state, data) === undefined ? [] : [{ type: 'BedReleased', data }]

const judged = judge(rules, evolve)

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  decide: (command, state, given) => judged(propose(command, state), state, given),
}
