// The bookings of a stream that never ends. Rows stay small: bookings long past are removed, as nobody cancels them.
import { addDays, latest } from '@skein/kernel'

export type Booking = { batchId: string; sessionId: string; date: string }

const isOf = (session: { readonly batchId: string; readonly sessionId: string }) => (booking: Booking) =>
  booking.batchId === session.batchId && booking.sessionId === session.sessionId

/** The bookings that are current or at most some weeks past. */
export type Bookings<Of extends Booking> = {
  current: Of[]
  /** The latest day on which a booking was made; '' for none. */
  lastBookedOn: string
  /** The last day of the bookings that were removed; '' for none. */
  lastPast: string
}

export const noBookings = <Of extends Booking>(): Bookings<Of> => ({ current: [], lastBookedOn: '', lastPast: '' })

/** The number of bookings from which past ones are removed. */
const many = 64
const longPastInDays = 60

/** Adds a booking made on `on`. */
export const book = <Of extends Booking>(bookings: Bookings<Of>, booking: Of, on: string): void => {
  bookings.current.push(booking)
  if (on > bookings.lastBookedOn) bookings.lastBookedOn = on
  if (bookings.current.length <= many) return
  const past = addDays(bookings.lastBookedOn, -longPastInDays)
  const isPast = ({ date }: Booking) => date < past
  bookings.lastPast = lastOf(bookings.current.filter(isPast), bookings.lastPast)
  bookings.current = bookings.current.filter((one) => !isPast(one))
}

/** Removes the booking of a session. */
export const unbook = <Of extends Booking>(
  bookings: Bookings<Of>,
  session: { readonly batchId: string; readonly sessionId: string },
): void => {
  const isOfSession = isOf(session)
  bookings.current = bookings.current.filter((booking) => !isOfSession(booking))
}

const lastOf = (bookings: readonly Booking[], since: string): string =>
  latest(since, ...bookings.map(({ date }) => date))

/** The last day booked, past or to come; '' for none. */
export const lastBooked = ({ current, lastPast }: Bookings<Booking>): string => lastOf(current, lastPast)
