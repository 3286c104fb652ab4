import type { Decider } from '@skein/kernel'
import { match } from 'ts-pattern'
import { decideWith } from '../shared/decide.js'
import { InstructorId, PlaceId } from '../shared/value-objects.js'
import type { Command } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { resultsOf } from './results.js'
import { rules } from './rules.js'
import { slots } from './slots.js'
import { evolve, initialState, type State } from './state.js'

/** What the command would make happen if no rule objected. */
const propose = (command: Command, state: State, facts: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'PlanBatch' }, ({ data }) => [{ type: 'BatchPlanned', data }])
    .with({ type: 'ScheduleSession' }, ({ data: { batchId: _, ...data } }) => scheduleSession(data, facts))
    .with({ type: 'CancelSession' }, ({ data: { batchId: _, ...data } }) => [{ type: 'SessionCancelled', data }])
    .with({ type: 'ReviewGate' }, ({ data: { batchId: _, ...data } }) => [{ type: 'GateReviewed', data }])
    .with({ type: 'OpenEnrolment' }, ({ data: { batchId: _, ...data } }) => [{ type: 'EnrolmentOpened', data }])
    .with({ type: 'TakeSeat' }, ({ data: { batchId: _, ...data } }) => takeSeat(data, state))
    .with({ type: 'ReleaseSeat' }, ({ data: { batchId: _, ...data } }) => releaseSeat(data, state))
    .with({ type: 'StartBatch' }, ({ data: { batchId: _, ...data } }) => [{ type: 'BatchStarted', data }])
    .with({ type: 'DeliverSession' }, ({ data: { batchId: _, ...data } }) => deliverSession(data, state))
    .with({ type: 'CorrectAttendance' }, ({ data: { batchId: _, ...data } }) => [{ type: 'AttendanceCorrected', data }])
    .with({ type: 'RecordAssessment' }, ({ data: { batchId: _, ...data } }) => [{ type: 'AssessmentRecorded', data }])
    .with({ type: 'GiveFeedback' }, ({ data: { batchId: _, ...data } }) => [{ type: 'FeedbackGiven', data }])
    .with({ type: 'CloseBatch' }, ({ data: { on } }) => [
      { type: 'BatchClosed', data: { results: resultsOf(state, facts.policy.policy), on } },
    ])
    .with({ type: 'CancelBatch' }, ({ data: { batchId: _, ...data } }) => [{ type: 'BatchCancelled', data }])
    .exhaustive()

type Asked<Type extends Command['type']> = Omit<Extract<Command, { type: Type }>['data'], 'batchId'>

/** The session takes its content from the course as that stands; G7 refuses one without a course. */
const scheduleSession = (data: Asked<'ScheduleSession'>, { course }: Views): readonly Event[] => [
  {
    type: 'SessionScheduled',
    data: {
      ...data,
      requestedBy: [...new Set(data.requestedBy)],
      subject: course.subject ?? '',
      component: course.component ?? 'skills',
      kind: course.kind ?? 'theory',
      addresses: [...course.addresses],
      hours: course.hours ?? 0,
    },
  },
]

/** Who sits already would take the same seat again. */
const takeSeat = (data: Asked<'TakeSeat'>, { seats, taken }: State): readonly Event[] => {
  const attempt = seats.get(data.traineeId)?.attempt ?? (taken.get(data.traineeId)?.at(-1)?.attempt ?? 0) + 1
  return [{ type: 'SeatTaken', data: { ...data, attempt } }]
}

/** A release that answers another seat, or none, has nothing to release. */
const releaseSeat = (data: Asked<'ReleaseSeat'>, { seats }: State): readonly Event[] => {
  const attempt = seats.get(data.traineeId)?.attempt
  if (attempt === undefined || (data.attempt !== undefined && data.attempt !== attempt)) return []
  return [{ type: 'SeatReleased', data: { ...data, attempt } }]
}

/** Stands in for a session that is not there, until G7 refuses it. */
const nowhere = { subject: '', hours: 0, instructorId: InstructorId.parse('none'), placeId: PlaceId.parse('none') }

const deliverSession = (data: Asked<'DeliverSession'>, { sessions }: State): readonly Event[] => {
  const { subject, hours, instructorId, placeId } = sessions.get(data.sessionId)?.scheduled ?? nowhere
  const present = [...new Set(data.present)]
  return [{ type: 'SessionDelivered', data: { ...data, present, subject, hours, instructorId, placeId } }]
}

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  decide: decideWith({ propose, rules, evolve, slots }),
}
