import { type Day, type Rule, ruleFor } from '@skein/kernel'
import { G3, G7, misdated } from '../rules/shared/general.js'
import { B4, notADormitory, T3, takenWhileClosed } from '../rules/shared/places.js'
import { allTypes, type DataOf, type Event } from './events.js'
import type { Views } from './reads.js'
import { type Bed, bedOf, bookingOf, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

/** The first day of the stay on which more beds would be reserved than there are. */
const firstOverbookedDay = (stay: DataOf<'BedReserved'>, reserved: Iterable<Bed>, beds: number) => {
  const others = [...reserved].filter(
    ({ batchId, traineeId, from }) => from <= stay.until && !(batchId === stay.batchId && traineeId === stay.traineeId),
  )
  const reservedOn = (day: Day): number => 1 + others.filter(({ from, until }) => from <= day && day <= until).length
  // the number of reserved beds rises only on the first day of a stay
  const day = [stay.from, ...others.map(({ from }) => from).filter((from) => from > stay.from)]
    .sort()
    .find((from) => reservedOn(from) > beds)
  return day && { day, reserved: reservedOn(day) }
}

export const rules: readonly Rule<Event, State, Views>[] = [
  rule({
    ...G7,
    on: ['PlaceBooked', 'BedReserved'],
    breach: ({ data: { baseId } }, before, { id }) =>
      before.baseId === undefined || before.baseId === baseId
        ? undefined
        : { placeId: id, baseId, calendarOf: before.baseId },
  }),
  rule({
    ...G7,
    on: ['PlaceBooked'],
    breach: ({ data: { baseId, batchId, sessionId } }, before, { id, place, batch }) => {
      if (place.openedOn === undefined) return { placeId: id, baseId, opened: false }
      if (!batch.sessions.has(sessionId)) return { batchId, sessionId, scheduled: false }
      const booked = bookingOf(before, { batchId, sessionId })
      return booked && { batchId, sessionId, alreadyBookedFor: `${booked.date} ${booked.period}` }
    },
  }),
  rule({
    ...G7,
    on: ['PlaceBookingCancelled'],
    breach: ({ data: { batchId, sessionId } }, before) =>
      bookingOf(before, { batchId, sessionId }) === undefined ? { batchId, sessionId, booked: false } : undefined,
  }),
  rule({
    ...G7,
    on: ['BedReserved'],
    breach: ({ data: { batchId, traineeId, attempt } }, _before, { batch }) => {
      const seat = batch.seats.get(traineeId)
      // the papers of a seat can come after the batch was closed: people have slept there
      if (batch.endedOn !== undefined && batch.closedOn === undefined) return { batchId, batchEndedOn: batch.endedOn }
      if (seat === undefined) return { batchId, traineeId, seatTaken: false }
      return attempt === undefined || attempt === seat.attempt
        ? undefined
        : { batchId, traineeId, attempt, currentAttempt: seat.attempt }
    },
  }),
  // the bed of a later seat replaces that of an earlier one, never the reverse
  rule({
    ...G7,
    on: ['BedReserved'],
    breach: ({ data: { batchId, traineeId, attempt, from, until } }, before) => {
      if (until < from) return { from, until }
      const bed = bedOf(before, { batchId, traineeId })
      return bed === undefined || (attempt ?? 0) > (bed.attempt ?? 0)
        ? undefined
        : { batchId, traineeId, attempt: attempt ?? null, currentAttempt: bed.attempt ?? null }
    },
  }),
  rule({
    ...G7,
    on: ['BedReleased'],
    breach: ({ data: { batchId, traineeId, attempt } }, before) =>
      bedOf(before, { batchId, traineeId, attempt }) === undefined
        ? { batchId, traineeId, attempt: attempt ?? null, reserved: false }
        : undefined,
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
  rule({
    ...B4,
    on: ['PlaceBooked', 'BedReserved'],
    breach: (event, _before, { id, place }) =>
      takenWhileClosed({
        placeId: id,
        closedOn: place.closedOn,
        ...occupationOf(event),
      }),
  }),
  rule({ ...T3, on: ['BedReserved'], breach: (_event, _before, { id, place }) => notADormitory(id, place) }),
  rule({
    id: 'C3',
    title: { en: 'A place holds one session at a time.', zh: '同一场所同一时段只安排一次授课。' },
    basis: 'own: a room is for one session',
    on: ['PlaceBooked'],
    breach: ({ data: { date, period } }, { bookings }, { id }) => {
      const clash = [...bookings.values()].find((booked) => booked.date === date && booked.period === period)
      return clash && { placeId: id, date, period, takenFor: clash.batchId, session: clash.sessionId }
    },
  }),
  rule({
    id: 'C4',
    title: {
      en: 'No more beds are reserved for a day than the dormitory has.',
      zh: '任何一天预留的床位数不得超过宿舍床位数。',
    },
    basis: 'own: a bed is for one person',
    on: ['BedReserved'],
    breach: ({ data }, { beds: reserved }, { id, place: { beds } }) => {
      const overbooked = firstOverbookedDay(data, reserved.values(), beds ?? 0)
      return overbooked && { placeId: id, ...overbooked, beds: beds ?? null }
    },
  }),
]

/** The last day on which a booking or reservation occupies the place, and the batch. */
const occupationOf = (event: Event): { readonly takenOn?: Day; readonly takenFor?: string } => {
  switch (event.type) {
    case 'PlaceBooked':
      return { takenOn: event.data.date, takenFor: event.data.batchId }
    case 'BedReserved':
      return { takenOn: event.data.until, takenFor: event.data.batchId }
    default:
      return {}
  }
}
