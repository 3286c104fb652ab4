import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { PlaceId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ placeId: PlaceId })

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('BookPlace', Events.PlaceBooked, { byProcess: true }),
  mirror('ReserveBed', Events.BedReserved, { byProcess: true }),
]

/** Commands that `decide.ts` turns into events. */
export const decided = [
  command('CancelPlaceBooking', ['PlaceBookingCancelled'], Events.PlaceBookingCancelled.shape.data.shape, {
    byProcess: true,
  }),
  command('ReleaseBed', ['BedReleased'], Events.BedReleased.shape.data.shape, { byProcess: true }),
]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
