// T2, T4 to T7, B4, B5, C2 and I3: the plan, the schedule and its gates.
import { type Evidence, type Rule, ruleFor } from '@skein/kernel'
import { I3, wronglyAssigned } from '../rules/shared/faculty.js'
import { B4, takenWhileClosed } from '../rules/shared/places.js'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import { breachOfMenu, breachOfMode, plannedSessions } from './schedule.js'
import { cancellationKind, remaining } from './sessions.js'
import { evolve, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

type Change = Extract<Event, { type: 'SessionScheduled' | 'SessionCancelled' }>

/** Whether somebody chose this change of the schedule after enrolment opened: then T5 and T6 judge the new schedule. */
const isChosen = (event: Change, before: State): boolean => {
  if (before.openedOn === undefined) return false
  return event.type === 'SessionScheduled' || cancellationKind(before, event.data) === 'byChoice'
}

const notReplaced = ({ toReplace }: State): Evidence | undefined =>
  toReplace.length === 0 ? undefined : { awaitingReplacement: toReplace.join(', ') }

export const scheduleRules: readonly Rule<Event, State, Views>[] = [
  rule({
    id: 'C2',
    title: { en: 'A withdrawn course is not scheduled.', zh: '已撤下的课程不得排课。' },
    basis: 'own: only courses on the menu are scheduled',
    on: ['SessionScheduled'],
    breach: ({ data: { courseId } }, _before, { course: { withdrawnOn } }) => withdrawnOn && { courseId, withdrawnOn },
  }),
  rule({
    ...I3,
    on: ['SessionScheduled'],
    breach: ({ data: { subject } }, { planned }, { course, instructor, room }) =>
      wronglyAssigned({
        subject,
        subjects: instructor.subjects,
        bases: {
          batch: planned?.baseId,
          course: course.baseId,
          instructor: instructor.baseId,
          // the place was read from the base of the batch
          place: room.openedOn === undefined ? undefined : planned?.baseId,
        },
      }),
  }),
  rule({
    ...B4,
    on: ['SessionScheduled'],
    breach: ({ data: { placeId, date } }, { planned }, { room }) =>
      takenWhileClosed({ placeId, closedOn: room.closedOn, takenOn: date, takenFor: planned?.batchId }),
  }),
  rule({
    id: 'T2',
    title: {
      en: 'A batch has no more seats than the policy and its rooms allow, and no more people take a seat than it has seats.',
      zh: '班额不得超过方案规定和场所容量,占用名额不得超过班额。',
    },
    basis: 'article: fifty trainees in a batch',
    on: ['BatchPlanned', 'SessionScheduled', 'SeatTaken'],
    breach: (event, { planned, seats }, { policy: { policy }, room }) => {
      if (event.type === 'BatchPlanned')
        return event.data.seats > policy.batchSeats
          ? { seats: event.data.seats, batchSeats: policy.batchSeats }
          : undefined
      const batchSeats = planned?.seats ?? 0
      if (event.type === 'SeatTaken')
        return seats.size >= batchSeats ? { taken: seats.size, seats: batchSeats } : undefined
      return room.seats !== undefined && room.seats < batchSeats
        ? { placeId: event.data.placeId, roomSeats: room.seats, seats: batchSeats }
        : undefined
    },
  }),
  rule({
    id: 'T4',
    title: {
      en: 'Enrolment opens after the current schedule has passed the curriculum and mode gates and everything is booked.',
      zh: '课程设置关和培训模式关须在最近一次排课变更后通过,且教师和场所均已预订,方可开放报名。',
    },
    basis: 'article: the gates of curriculum and mode',
    permission: true,
    on: ['EnrolmentOpened'],
    breach: (_event, before, { instructors, rooms }) => {
      for (const gate of ['curriculum', 'mode'] as const)
        if (before.gates.get(gate)?.passed !== true)
          return { gate, reviewedSinceLastChange: before.gates.has(gate), passed: false }
      for (const { scheduled } of remaining(before)) {
        const { sessionId, instructorId, placeId } = scheduled
        if (instructors.get(sessionId) === undefined) return { sessionId, instructorId, instructorBooked: false }
        if (rooms.get(sessionId) === undefined) return { sessionId, placeId, placeBooked: false }
      }
      return undefined
    },
  }),
  rule({
    id: 'T5',
    title: {
      en: 'A batch has all three components; party spirit comes first and has its minimum share of the hours.',
      zh: '培训须包含党性教育、技能学习和实践操作,党性教育排在首位且学时占比达到规定。',
    },
    basis: 'article: party-spirit education, skills and practice, with party spirit first',
    permission: true,
    on: ['GateReviewed', 'SessionScheduled', 'SessionCancelled'],
    breach: (event, before, { policy: { policy } }) => {
      const isJudged =
        event.type === 'GateReviewed' ? event.data.gate === 'mode' && event.data.passed : isChosen(event, before)
      return isJudged ? breachOfMode(plannedSessions(evolve(before, event)), policy) : undefined
    },
  }),
  rule({
    id: 'T6',
    title: {
      en: 'The people named on a session requested its subject; enough skills sessions are requested; a session lost to a refused booking is replaced under a new id.',
      zh: '点名要课的学员须确已点该科目;技能课程点菜比例须达到规定;因预订未成而取消的课程须另行补排,课次编号不得重复使用。',
    },
    basis: 'article: members order from the menu, the organisation prepares, the base serves',
    permission: true,
    on: ['SessionScheduled', 'SessionCancelled', 'GateReviewed', 'BatchStarted', 'BatchClosed'],
    breach: (event, before, { policy: { policy }, requesters }) => {
      if (event.type === 'BatchStarted' || event.type === 'BatchClosed') return notReplaced(before)
      if (event.type === 'SessionScheduled') {
        const { sessionId, subject, requestedBy } = event.data
        const cancelled = before.sessions.get(sessionId)?.cancelled
        if (cancelled !== undefined) return { sessionId, cancelledOn: cancelled.on }
        const traineeId = requestedBy.find((id) => requesters.get(id)?.has(subject) !== true)
        if (traineeId !== undefined) return { traineeId, subject, requested: false }
      }
      const isJudged =
        event.type === 'GateReviewed' ? event.data.gate === 'curriculum' && event.data.passed : isChosen(event, before)
      return isJudged ? breachOfMenu(plannedSessions(evolve(before, event)), policy) : undefined
    },
  }),
  rule({
    id: 'T7',
    title: { en: "A session lies within the batch's dates.", zh: '课程日期须在培训班起止日期之内。' },
    basis: 'own: trainees attend on those days',
    on: ['BatchPlanned', 'SessionScheduled'],
    breach: ({ type, data }, { planned }) => {
      if (type === 'BatchPlanned')
        return data.startsOn > data.endsOn ? { startsOn: data.startsOn, endsOn: data.endsOn } : undefined
      if (planned === undefined || (planned.startsOn <= data.date && data.date <= planned.endsOn)) return undefined
      return { date: data.date, startsOn: planned.startsOn, endsOn: planned.endsOn }
    },
  }),
  rule({
    id: 'B5',
    title: { en: 'A batch does not start before its base is commissioned.', zh: '基地启用前不得开班。' },
    basis: 'article: the base was built, then training began',
    permission: true,
    on: ['BatchStarted'],
    breach: ({ data: { on } }, _before, { base: { commissionedOn } }) =>
      commissionedOn === undefined ? { on, commissioned: false } : undefined,
  }),
]
