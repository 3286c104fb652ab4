import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { PlaceId } from '../shared/value-objects.js'
import * as Events from './events.js'

export const BookPlace = command('BookPlace', { placeId: PlaceId, ...Events.PlaceBooked.shape.data.shape })
export const CancelPlaceBooking = command('CancelPlaceBooking', {
  placeId: PlaceId,
  ...Events.PlaceBookingCancelled.shape.data.shape,
})
export const ReserveBed = command('ReserveBed', { placeId: PlaceId, ...Events.BedReserved.shape.data.shape })
export const ReleaseBed = command('ReleaseBed', { placeId: PlaceId, ...Events.BedReleased.shape.data.shape })

export const Command = z.discriminatedUnion('type', [BookPlace, CancelPlaceBooking, ReserveBed, ReleaseBed])
export type Command = z.infer<typeof Command>

/** What each records; only processes send them. */
export const types = commandTypes(
  Command.options,
  {
    BookPlace: ['PlaceBooked'],
    CancelPlaceBooking: ['PlaceBookingCancelled'],
    ReserveBed: ['BedReserved'],
    ReleaseBed: ['BedReleased'],
  },
  ['BookPlace', 'CancelPlaceBooking', 'ReserveBed', 'ReleaseBed'],
)
