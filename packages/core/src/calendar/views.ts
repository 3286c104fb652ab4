// What other aggregates see of a calendar.
import { type Day, latest } from '@skein/kernel'
import { type Bed, type Booking, bedOf, bookingOf, type State } from './state.js'

export { type Bed, type Booking, stream } from './state.js'

/** The next day that the place is taken, and the batch it is taken for. */
export type Ahead = { readonly next?: { readonly date: Day; readonly batchId: string } }

/** On that day or after it. */
export const ahead =
  (on: Day) =>
  ({ bookings, beds }: State): Ahead => {
    let next: Ahead['next']
    const consider = (date: Day, batchId: string): void => {
      if (date >= on && (next === undefined || date < next.date)) next = { date, batchId }
    }
    for (const { date, batchId } of bookings.values()) consider(date, batchId)
    for (const { from, until, batchId } of beds.values()) if (until >= on) consider(latest(from, on), batchId)
    return next === undefined ? {} : { next }
  }

export const nothingAhead: Ahead = {}

/** The booking for a session, while it stands. */
export const booking =
  (batchId: string, sessionId: string) =>
  (state: State): Booking | undefined =>
    bookingOf(state, { batchId, sessionId })

/** The bed of a batch's trainee, while it stands; its `attempt` names the seat that it goes with. */
export const bed =
  (batchId: string, traineeId: string) =>
  (state: State): Bed | undefined =>
    bedOf(state, { batchId, traineeId })
