// T2 to T7 with B5, C2, I3 and B4: what is planned.
import { type Evidence, type Rule, ruleFor } from '@skein/kernel'
import { I3, wronglyAssigned } from '../rules/shared/faculty.js'
import { B4, takenWhileClosed } from '../rules/shared/places.js'
import type { Event } from './events.js'
import type { Views } from './reads.js'
import { cancelledAs, lacksInMenu, lacksInMode, remaining, schedule } from './schedule.js'
import { evolve, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

type Change = Extract<Event, { type: 'SessionScheduled' | 'SessionCancelled' }>

/** A change of an opened schedule that somebody chose: it is judged by what it leaves. */
const isChosen = (event: Change, before: State): boolean => {
  if (before.openedOn === undefined) return false
  return event.type === 'SessionScheduled' || cancelledAs(before, event.data) === 'dropped'
}

const awaited = ({ toReplace }: State): Evidence | undefined =>
  toReplace.length === 0 ? undefined : { awaitingReplacement: toReplace.join(', ') }

export const scheduleRules: readonly Rule<Event, State, Views>[] = [
  rule({
    id: 'C2',
    title: { en: 'A withdrawn course is not scheduled.', zh: '已撤下的课程不得排课。' },
    basis: 'own: the menu says what the base serves',
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
          // a place is looked for at the batch's base, and nowhere else
          place: room.openedOn === undefined ? undefined : planned?.baseId,
        },
      }),
  }),
  rule({
    ...B4,
    on: ['SessionScheduled'],
    breach: ({ data: { placeId, date } }, { planned }, { room }) =>
      takenWhileClosed({
        placeId,
        closedOn: room.closedOn,
        takenOn: date,
        takenFor: planned?.batchId,
      }),
  }),
  rule({
    id: 'T2',
    title: {
      en: 'A batch has no more seats than the policy allows and its rooms hold, and seats no more than it has.',
      zh: '班额不得超过方案规定和场所容量,占用名额不得超过班额。',
    },
    basis: 'article: fifty trainees to a batch',
    on: ['BatchPlanned', 'SessionScheduled', 'SeatTaken'],
    breach: (event, { planned, seats }, { policy: { policy }, room }) => {
      if (event.type === 'BatchPlanned')
        return event.data.seats > policy.batchSeats
          ? { seats: event.data.seats, batchSeats: policy.batchSeats }
          : undefined
      const ofBatch = planned?.seats ?? 0
      if (event.type === 'SeatTaken') return seats.size >= ofBatch ? { taken: seats.size, seats: ofBatch } : undefined
      return room.seats !== undefined && room.seats < ofBatch
        ? { placeId: event.data.placeId, roomSeats: room.seats, seats: ofBatch }
        : undefined
    },
  }),
  rule({
    id: 'T4',
    title: {
      en: 'Enrolment opens once the schedule passed the curriculum and mode gates as it stands, and is booked.',
      zh: '课程设置关和培训模式关须在最近一次排课变更后通过,且教师和场所均已预订,方可开放报名。',
    },
    basis: 'article: the gates of curriculum and mode are guarded',
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
      en: 'A batch has all three components, party spirit first and with its share of the hours.',
      zh: '培训须包含党性教育、技能学习和实践操作,党性教育排在首位且学时占比达到规定。',
    },
    basis: 'article: party-spirit education, skills and practice, party spirit in first place',
    on: ['GateReviewed', 'SessionScheduled', 'SessionCancelled'],
    breach: (event, before, { policy: { policy } }) => {
      const isJudged =
        event.type === 'GateReviewed' ? event.data.gate === 'mode' && event.data.passed : isChosen(event, before)
      return isJudged ? lacksInMode(schedule(evolve(before, event)), policy) : undefined
    },
  }),
  rule({
    id: 'T6',
    title: {
      en: 'A session serves who asked for it, enough skills sessions were asked for, and what was lost is replaced.',
      zh: '点名要课的学员须确已点该科目;技能课程点菜比例须达到规定;因预订未成而取消的课程须另行补排,课次编号不得重复使用。',
    },
    basis: 'article: members order from the menu, the organisation prepares it, the base serves it',
    on: ['SessionScheduled', 'SessionCancelled', 'GateReviewed', 'BatchStarted', 'BatchClosed'],
    breach: (event, before, { policy: { policy }, requesters }) => {
      if (event.type === 'BatchStarted' || event.type === 'BatchClosed') return awaited(before)
      if (event.type === 'SessionScheduled') {
        const { sessionId, subject, requestedBy } = event.data
        const cancelled = before.sessions.get(sessionId)?.cancelled
        if (cancelled !== undefined) return { sessionId, cancelledOn: cancelled.on }
        const traineeId = requestedBy.find((id) => requesters.get(id)?.has(subject) !== true)
        if (traineeId !== undefined) return { traineeId, subject, requested: false }
      }
      const isJudged =
        event.type === 'GateReviewed' ? event.data.gate === 'curriculum' && event.data.passed : isChosen(event, before)
      return isJudged ? lacksInMenu(schedule(evolve(before, event)), policy) : undefined
    },
  }),
  rule({
    id: 'T7',
    title: { en: "A session lies within the batch's dates.", zh: '课程日期须在培训班起止日期之内。' },
    basis: 'own: trainees come for those days',
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
    title: { en: 'No batch starts before its base is commissioned.', zh: '基地启用前不得开班。' },
    basis: 'article: the base was built, then training began',
    on: ['BatchStarted'],
    breach: ({ data: { on } }, _before, { base: { commissionedOn } }) =>
      commissionedOn === undefined || on < commissionedOn ? { on, commissionedOn: commissionedOn ?? null } : undefined,
  }),
]
