import { ruleFor } from '@skein/kernel'
import { I3, wronglyAssigned } from '../rules/shared/faculty.js'
import { G3, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import { bookingAt, bookingOf, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const rules = [
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { engaged, releasedOn }) =>
      openedWrongly(type, 'InstructorEngaged', engaged !== undefined, releasedOn !== undefined),
  }),
  rule({
    ...G7,
    on: ['InstructorEngaged'],
    breach: ({ data: { baseId } }, _before, { base }) =>
      base.foundedOn === undefined ? { baseId, founded: false } : undefined,
  }),
  rule({
    ...G7,
    on: ['SubjectsRevised', 'InstructorBooked', 'InstructorReleased'],
    breach: ({ type }, { releasedOn }) => releasedOn && { event: type, releasedOn },
  }),
  rule({
    ...G7,
    on: ['InstructorBooked'],
    breach: ({ data: { batchId, sessionId } }, before, { batch }) => {
      if (!batch.sessions.has(sessionId)) return { batchId, sessionId, scheduled: false }
      const booked = bookingOf(before, { batchId, sessionId })
      return booked && { batchId, sessionId, alreadyBookedFor: `${booked.date} ${booked.period}` }
    },
  }),
  rule({
    ...G7,
    on: ['BookingCancelled'],
    breach: ({ data: { batchId, sessionId } }, before) =>
      bookingOf(before, { batchId, sessionId }) === undefined ? { batchId, sessionId, booked: false } : undefined,
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
  // the instructor's subjects and base may have changed since the session was scheduled
  rule({
    ...I3,
    on: ['InstructorBooked'],
    breach: ({ data: { sessionId } }, { engaged }, { batch }) =>
      wronglyAssigned({
        subject: batch.sessions.get(sessionId)?.subject ?? '',
        subjects: engaged?.subjects ?? [],
        bases: { batch: batch.baseId, instructor: engaged?.baseId },
      }),
  }),
  rule({
    id: 'I1',
    title: { en: 'An instructor teaches one session at a time.', zh: '同一教师同一时段不得安排两次授课。' },
    basis: 'own: a person is in one place at a time',
    on: ['InstructorBooked'],
    breach: ({ data: { date, period } }, before) => {
      const clash = bookingAt(before, { date, period })
      return clash && { date, period, bookedFor: clash.batchId, session: clash.sessionId }
    },
  }),
  rule({
    id: 'I2',
    title: {
      en: 'An instructor with upcoming bookings is not released.',
      zh: '仍有未完成授课安排的教师不得调出师资库。',
    },
    basis: 'own: a released instructor would leave a session without a teacher',
    on: ['InstructorReleased'],
    breach: ({ data: { on } }, { bookings }) => {
      const upcoming = bookings.find(({ date }) => date >= on)
      return upcoming && { on, bookedOn: upcoming.date, bookedFor: upcoming.batchId, session: upcoming.sessionId }
    },
  }),
]
