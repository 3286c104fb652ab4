// G3, G5, G6, G7 and T12 for a batch.
import { type Evidence, type Rule, ruleFor } from '@skein/kernel'
import { G3, G5, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()

const endOf = ({ closed, cancelledOn }: State): Evidence | undefined => {
  if (closed !== undefined) return { closedOn: closed.on }
  return cancelledOn === undefined ? undefined : { cancelledOn }
}

const notStarted = ({ startedOn }: State): Evidence | undefined =>
  startedOn === undefined ? { started: false } : undefined

export const generalRules: readonly Rule<Event, State, Views>[] = [
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { planned }) => openedWrongly(type, 'BatchPlanned', planned !== undefined),
  }),
  rule({
    ...G7,
    on: ['BatchPlanned'],
    breach: ({ data: { baseId } }, _before, { base }) =>
      base.foundedOn === undefined ? { baseId, founded: false } : undefined,
  }),
  rule({
    ...G7,
    on: ['SessionScheduled'],
    breach: ({ data }, { sessions }, { course, instructor, room }) => {
      const { sessionId, courseId, instructorId, placeId } = data
      const known = sessions.get(sessionId)
      // T6 judges the id of a cancelled session
      if (known !== undefined && known.cancelled === undefined) return { sessionId, scheduledOn: known.scheduled.on }
      if (course.offeredOn === undefined) return { courseId, offered: false }
      if (instructor.engagedOn === undefined) return { instructorId, engaged: false }
      if (instructor.releasedOn !== undefined) return { instructorId, releasedOn: instructor.releasedOn }
      return room.openedOn === undefined ? { placeId, openedAtTheBase: false } : undefined
    },
  }),
  rule({
    ...G7,
    on: ['SessionCancelled', 'SessionDelivered'],
    breach: ({ data: { sessionId } }, { sessions }) => {
      const session = sessions.get(sessionId)
      if (session === undefined) return { sessionId, scheduled: false }
      return session.cancelled && { sessionId, cancelledOn: session.cancelled.on }
    },
  }),
  rule({
    ...G7,
    on: ['AttendanceCorrected'],
    breach: ({ data: { sessionId } }, { sessions }) =>
      sessions.get(sessionId)?.delivered === undefined ? { sessionId, delivered: false } : undefined,
  }),
  rule({
    ...G7,
    on: ['GateReviewed'],
    breach: ({ data: { gate } }, before) =>
      gate === 'effectiveness' && before.startedOn === undefined ? { gate, started: false } : undefined,
  }),
  rule({
    ...G7,
    on: ['SeatTaken'],
    breach: ({ data: { traineeId } }, { seats }, { person }) => {
      const seat = seats.get(traineeId)
      if (seat !== undefined) return { traineeId, alreadySeatedOn: seat.on }
      return person.nominatedOn === undefined ? { traineeId, nominated: false } : undefined
    },
  }),
  rule({
    ...G7,
    on: ['SeatReleased'],
    breach: ({ data: { traineeId, attempt } }, { seats }) => {
      const current = seats.get(traineeId)?.attempt
      if (current === undefined) return { traineeId, seated: false }
      return attempt === undefined || attempt === current ? undefined : { traineeId, attempt, currentAttempt: current }
    },
  }),
  rule({
    ...G7,
    on: ['BatchStarted'],
    breach: (_event, { openedOn }) => (openedOn === undefined ? { enrolmentOpened: false } : undefined),
  }),
  rule({ ...G7, on: ['AssessmentRecorded', 'FeedbackGiven'], breach: (_event, before) => notStarted(before) }),
  rule({
    ...G5,
    on: [
      'SessionScheduled',
      'GateReviewed',
      'EnrolmentOpened',
      'SeatTaken',
      'BatchStarted',
      'SessionDelivered',
      'AssessmentRecorded',
      'FeedbackGiven',
      'BatchClosed',
      'BatchCancelled',
    ],
    breach: (_event, before) => endOf(before),
  }),
  rule({
    id: 'T12',
    title: {
      en: 'The records of a closed or cancelled batch are not changed; attendance is corrected before closing.',
      zh: '培训班结业或取消后,已登记的内容不得变更;考勤更正须在结业之前。',
    },
    basis: 'own: published results do not change',
    on: ['SessionCancelled', 'SeatReleased', 'AttendanceCorrected'],
    breach: (_event, before) => endOf(before),
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
]
