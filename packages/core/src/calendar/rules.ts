import { type Day, type Rule, ruleFor } from '@skein/kernel'
import { G3, G7, misdated } from '../rules/shared/general.js'
import { B4, notADormitory, T3, takenWhileClosed } from '../rules/shared/places.js'
import { type DataOf, Event } from './events.js'
import type { Views } from './reads.js'
import { type Bed, bedOf, bookingOf, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()
const every = Event.options.map(({ shape }) => shape.type.value)

/** The first day of the stay on which more beds would be taken than there are. */
const overfull = (stay: DataOf<'BedReserved'>, taken: Iterable<Bed>, beds: number) => {
  const others = [...taken].filter(
    ({ batchId, traineeId, from }) => from <= stay.until && !(batchId === stay.batchId && traineeId === stay.traineeId),
  )
  const reservedOn = (day: Day): number => 1 + others.filter(({ from, until }) => from <= day && day <= until).length
  // the number grows only where a stay begins
  const day = [stay.from, ...others.map(({ from }) => from).filter((from) => from > stay.from)]
    .sort()
    .find((begins) => reservedOn(begins) > beds)
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
      if (batch.endedOn !== undefined) return { batchId, batchEndedOn: batch.endedOn }
      if (seat === undefined) return { batchId, traineeId, seatTaken: false }
      return attempt === undefined || attempt === seat.attempt
        ? undefined
        : { batchId, traineeId, attempt, currentAttempt: seat.attempt }
    },
  }),
  // a later seat's bed takes the place of the one before, never the other way round
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
  rule({
    ...G3,
    on: every,
    breach: ({ type, data }, before, { place, batch, recordedOn }) =>
      misdated(data.on, recordedOn, {
        placeOpened: place.openedOn,
        seatTaken: type === 'BedReserved' ? batch.seats.get(data.traineeId)?.on : undefined,
        booked: type === 'PlaceBookingCancelled' ? bookingOf(before, data)?.on : undefined,
        reserved: type === 'BedReleased' ? bedOf(before, data)?.on : undefined,
      }),
  }),
  rule({
    ...B4,
    on: ['PlaceBooked', 'BedReserved'],
    breach: (event, _before, { id, place }) =>
      takenWhileClosed({
        placeId: id,
        closedOn: place.closedOn,
        ...occupied(event),
      }),
  }),
  rule({ ...T3, on: ['BedReserved'], breach: (_event, _before, { id, place }) => notADormitory(id, place) }),
  rule({
    id: 'C3',
    title: { en: 'A place holds one session at a time.', zh: '同一场所同一时段只安排一次授课。' },
    basis: 'own: two sessions in one room disturb each other',
    on: ['PlaceBooked'],
    breach: ({ data: { date, period } }, { bookings }, { id }) => {
      const clash = [...bookings.values()].find((booked) => booked.date === date && booked.period === period)
      return clash && { placeId: id, date, period, takenFor: clash.batchId, session: clash.sessionId }
    },
  }),
  rule({
    id: 'C4',
    title: {
      en: 'On no day are more beds reserved than the dormitory has.',
      zh: '任何一天预留的床位数不得超过宿舍床位数。',
    },
    basis: 'own: a bed is for one person',
    on: ['BedReserved'],
    breach: ({ data }, { beds: taken }, { id, place: { beds } }) => {
      const full = overfull(data, taken.values(), beds ?? 0)
      return full && { placeId: id, day: full.day, reserved: full.reserved, beds: beds ?? null }
    },
  }),
]

/** The last day that an entry takes the place, and for whom. */
const occupied = (event: Event): { readonly takenOn?: Day; readonly takenFor?: string } => {
  switch (event.type) {
    case 'PlaceBooked':
      return { takenOn: event.data.date, takenFor: event.data.batchId }
    case 'BedReserved':
      return { takenOn: event.data.until, takenFor: event.data.batchId }
    default:
      return {}
  }
}
