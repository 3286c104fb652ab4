// The views of a calendar that other aggregates, processes and invariants read.
import { type Day, latest } from '@skein/kernel'
import { type Bed, type Booking, bedOf, bookingOf, type State } from './state.js'

export { type Bed, type Booking, stream } from './state.js'

/** The next day on which the place is occupied, and by which batch; none if it is not. */
export type NextOccupation = { readonly next?: { readonly date: Day; readonly batchId: string } }

/** On a day or after it. */
export const nextOccupation =
  (on: Day) =>
  ({ bookings, beds }: State): NextOccupation => {
    let next: NextOccupation['next']
    const consider = (date: Day, batchId: string): void => {
      if (date >= on && (next === undefined || date < next.date)) next = { date, batchId }
    }
    for (const { date, batchId } of bookings.values()) consider(date, batchId)
    for (const { from, until, batchId } of beds.values()) if (until >= on) consider(latest(from, on), batchId)
    return next === undefined ? {} : { next }
  }

export const notOccupied: NextOccupation = {}

/** The current booking for a session. */
export const booking =
  (batchId: string, sessionId: string) =>
  (state: State): Booking | undefined =>
    bookingOf(state, { batchId, sessionId })

/** The bed reserved for a trainee of a batch; its `attempt` is that of the seat. */
export const bed =
  (batchId: string, traineeId: string) =>
  (state: State): Bed | undefined =>
    bedOf(state, { batchId, traineeId })
