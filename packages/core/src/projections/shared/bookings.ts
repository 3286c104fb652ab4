// Bookings in a stream that never ends: rows stay small, for a session long past is not cancelled any more.
import { addDays, latest } from '@skein/kernel'

export type Booking = { batchId: string; sessionId: string; date: string }

const isOf = (session: { readonly batchId: string; readonly sessionId: string }) => (booking: Booking) =>
  booking.batchId === session.batchId && booking.sessionId === session.sessionId

/** What stands, but for a few weeks, of a stream that was heard of until `heardOn`. */
export type Bookings<Of extends Booking> = {
  current: Of[]
  heardOn: string
  /** The last day of those that were let go; '' for none. */
  lastPast: string
}

export const noBookings = <Of extends Booking>(): Bookings<Of> => ({ current: [], heardOn: '', lastPast: '' })

const many = 64
const longPastInDays = 60

/** Adds a booking made on `on`. */
export const book = <Of extends Booking>(bookings: Bookings<Of>, booking: Of, on: string): void => {
  bookings.current.push(booking)
  if (on > bookings.heardOn) bookings.heardOn = on
  if (bookings.current.length <= many) return
  const past = addDays(bookings.heardOn, -longPastInDays)
  const isPast = ({ date }: Booking) => date < past
  bookings.lastPast = lastOf(bookings.current.filter(isPast), bookings.lastPast)
  bookings.current = bookings.current.filter((of) => !isPast(of))
}

export const unbook = <Of extends Booking>(
  bookings: Bookings<Of>,
  session: { readonly batchId: string; readonly sessionId: string },
): void => {
  const isIt = isOf(session)
  bookings.current = bookings.current.filter((booking) => !isIt(booking))
}

const lastOf = (bookings: readonly Booking[], since: string): string =>
  latest(since, ...bookings.map(({ date }) => date))

/** The last day booked, past or to come; '' for none. */
export const lastBooked = ({ current, lastPast }: Bookings<Booking>): string => lastOf(current, lastPast)
