// The worklist items of places: bookings and beds that exceed what the base has.
import { type Day, latest } from '@skein/kernel'
import type { AdoptedPolicy } from '../policy/policy.js'
import { type Booking, type Bookings, book, noBookings, unbook } from './shared/bookings.js'
import { by } from './shared/lists.js'
import { adopt } from './shared/policies.js'
import { onRow, rows } from './shared/rows.js'

export type Base = {
  foundedOn: string
  commissionedOn: Day | null
  adopted: AdoptedPolicy[]
  places: { placeId: string; beds: number; closedOn: string | null }[]
}

const open = (base: Base, placeId: string, beds: number): void => {
  if (!base.places.some((place) => place.placeId === placeId)) base.places.push({ placeId, beds, closedOn: null })
}

export const baseRows = rows<Base>({
  BaseFounded: (_row, { on }) => ({ foundedOn: on, commissionedOn: null, adopted: [], places: [] }),
  BaseCommissioned: onRow((base, { on }) => {
    base.commissionedOn = on
  }),
  PolicyAdopted: onRow((base, adopted) => adopt(base.adopted, adopted)),
  FacilityOpened: onRow((base, { placeId, beds }) => open(base, placeId, beds ?? 0)),
  PracticePointOpened: onRow((base, { placeId }) => open(base, placeId, 0)),
  PlaceClosed: onRow(({ places }, { placeId, on }) => {
    const place = places.find((one) => one.placeId === placeId)
    if (place !== undefined) place.closedOn = on
  }),
})

type PeriodBooking = Booking & { period: string }
type Bed = { batchId: string; traineeId: string; attempt: number | null; from: string; until: string }

export type Calendar = {
  /** The base of the first booking or reservation. */
  base: string
  bookings: Bookings<PeriodBooking>
  beds: Bed[]
  /** The latest day on which something was booked or reserved. */
  lastEntryOn: string
}

const calendarOf = (calendar: Calendar | undefined, base: string, on: string): Calendar => {
  const known = calendar ?? { base, bookings: noBookings(), beds: [], lastEntryOn: on }
  known.lastEntryOn = latest(known.lastEntryOn, on)
  return known
}

export const calendarRows = rows<Calendar>({
  PlaceBooked: (calendar, { baseId, batchId, sessionId, date, period, on }) => {
    const next = calendarOf(calendar, baseId, on)
    book(next.bookings, { batchId, sessionId, date, period }, on)
    return next
  },
  PlaceBookingCancelled: onRow(({ bookings }, session) => unbook(bookings, session)),
  BedReserved: (calendar, { baseId, batchId, traineeId, attempt, from, until, on }) => {
    const next = calendarOf(calendar, baseId, on)
    next.beds = next.beds.filter((bed) => bed.batchId !== batchId || bed.traineeId !== traineeId)
    next.beds.push({ batchId, traineeId, attempt: attempt ?? null, from, until })
    return next
  },
  BedReleased: onRow((calendar, { batchId, traineeId, attempt }) => {
    calendar.beds = calendar.beds.filter(
      (bed) =>
        bed.batchId !== batchId || bed.traineeId !== traineeId || (attempt !== undefined && bed.attempt !== attempt),
    )
  }),
})

/** The bookings and beds of a calendar, for publishing. */
export type CalendarEntries = {
  readonly type: 'calendar'
  readonly placeId: string
  readonly lastEntryOn: string
  readonly periods: readonly (readonly [date: string, period: string])[]
  readonly beds: readonly (readonly [from: string, until: string])[]
}

export const entriesOf = ({ bookings, beds, lastEntryOn }: Calendar, placeId: string): CalendarEntries => ({
  type: 'calendar',
  placeId,
  lastEntryOn,
  periods: bookings.current.map(({ date, period }) => [date, period] as const),
  beds: beds.map(({ from, until }) => [from, until] as const),
})

export type Clash = {
  readonly day: string
  readonly why: 'bedsShort' | 'closed' | 'doubleBooked' | 'unknownPlace'
  readonly taken: number
  readonly has: number
}

/** From `today` on, in the order of days: past clashes cannot be solved any more. */
export const clashes = (calendar: CalendarEntries, base: Base, today: Day): readonly Clash[] => {
  const place = base.places.find(({ placeId }) => placeId === calendar.placeId)
  const unusableFrom = place === undefined ? '' : place.closedOn
  const found = [
    ...(unusableFrom === null
      ? []
      : takenFrom(calendar, latest(unusableFrom, today), place === undefined ? 'unknownPlace' : 'closed')),
    ...doubleBooked(calendar, today),
    ...(place === undefined ? [] : bedsShort(calendar, place.beds, today)),
  ]
  return found.sort(by(({ day, why }) => `${day} ${why}`))
}

const takenFrom = ({ periods, beds }: CalendarEntries, from: string, why: Clash['why']): Clash[] => {
  const days = [
    ...periods.map(([date]) => date).filter((date) => date >= from),
    ...beds.filter(([, until]) => until >= from).map(([first]) => latest(first, from)),
  ]
  return [...new Set(days)].map((day) => ({ day, why, taken: days.filter((other) => other === day).length, has: 0 }))
}

const doubleBooked = ({ periods }: CalendarEntries, today: string): Clash[] => {
  const byPeriod = new Map<string, { day: string; taken: number }>()
  for (const [day, period] of periods) {
    const known = byPeriod.get(`${day} ${period}`)
    if (known !== undefined) known.taken += 1
    else if (day >= today) byPeriod.set(`${day} ${period}`, { day, taken: 1 })
  }
  return [...byPeriod.values()]
    .filter(({ taken }) => taken > 1)
    .map(({ day, taken }) => ({ day, why: 'doubleBooked', taken, has: 1 }))
}

/** The days from which more beds are reserved than there are. */
const bedsShort = ({ beds }: CalendarEntries, has: number, today: Day): Clash[] => {
  const ahead = beds.filter(([, until]) => until >= today)
  const starts = new Set(ahead.map(([from]) => latest<string>(from, today)))
  return [...starts].flatMap((day) => {
    const taken = ahead.filter(([from, until]) => from <= day && day <= until).length
    return taken > has ? [{ day, why: 'bedsShort' as const, taken, has }] : []
  })
}
