import { type Decider, redundantBy, withMirrors } from '@skein/kernel'
import { match } from 'ts-pattern'
import { InstructorId, PlaceId } from '../shared/value-objects.js'
import { type Command, type Decided, mirrors } from './commands.js'
import type { Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { resultsOf } from './results.js'
import { slots } from './slots.js'
import { evolve, initialState, type State } from './state.js'

const propose = (command: Decided, state: State, views: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'ScheduleSession' }, ({ data: { batchId: _, ...data } }) => scheduleSession(data, views))
    .with({ type: 'TakeSeat' }, ({ data: { batchId: _, ...data } }) => takeSeat(data, state))
    .with({ type: 'ReleaseSeat' }, ({ data: { batchId: _, ...data } }) => releaseSeat(data, state))
    .with({ type: 'DeliverSession' }, ({ data: { batchId: _, ...data } }) => deliverSession(data, state))
    .with({ type: 'CloseBatch' }, ({ data: { on } }) => [
      { type: 'BatchClosed', data: { results: resultsOf(state, views.policy.policy), on } },
    ])
    .exhaustive()

type Given<Type extends Decided['type']> = Omit<Extract<Decided, { type: Type }>['data'], 'batchId'>

/** The session takes its content from the course as that stands; G7 refuses one without a course. */
const scheduleSession = (data: Given<'ScheduleSession'>, { course }: Views): readonly Event[] => [
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
const takeSeat = (data: Given<'TakeSeat'>, { seats, taken }: State): readonly Event[] => {
  const attempt = seats.get(data.traineeId)?.attempt ?? (taken.get(data.traineeId)?.at(-1)?.attempt ?? 0) + 1
  return [{ type: 'SeatTaken', data: { ...data, attempt } }]
}

/** A release that answers another seat, or none, has nothing to release. */
const releaseSeat = (data: Given<'ReleaseSeat'>, { seats }: State): readonly Event[] => {
  const attempt = seats.get(data.traineeId)?.attempt
  if (attempt === undefined || (data.attempt !== undefined && data.attempt !== attempt)) return []
  return [{ type: 'SeatReleased', data: { ...data, attempt } }]
}

/** Stands in for a session that is not there, until G7 refuses it. */
const nowhere = { subject: '', hours: 0, instructorId: InstructorId.parse('none'), placeId: PlaceId.parse('none') }

const deliverSession = (data: Given<'DeliverSession'>, { sessions }: State): readonly Event[] => {
  const { subject, hours, instructorId, placeId } = sessions.get(data.sessionId)?.scheduled ?? nowhere
  const present = [...new Set(data.present)]
  return [{ type: 'SessionDelivered', data: { ...data, present, subject, hours, instructorId, placeId } }]
}

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  isRedundant: redundantBy(slots),
}
