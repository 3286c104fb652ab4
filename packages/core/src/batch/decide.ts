import { alreadyRecordedBy, type Decider, withMirrors } from '@skein/kernel'
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
    .with({ type: 'TakeSeat' }, ({ data: { batchId: _, ...data } }) => takeSeat(data, state, views))
    .with({ type: 'ReleaseSeat' }, ({ data: { batchId: _, ...data } }) => releaseSeat(data, state, views))
    .with({ type: 'DeliverSession' }, ({ data: { batchId: _, ...data } }) => deliverSession(data, state))
    .with({ type: 'CloseBatch' }, ({ data: { on } }) => [
      { type: 'BatchClosed', data: { results: resultsOf(state, views.policy.policy), on } },
    ])
    .exhaustive()

/** The data of a command without the id of the batch. */
type DataWithoutBatch<Type extends Decided['type']> = Omit<Extract<Decided, { type: Type }>['data'], 'batchId'>

/** The content of the session is that of the course on this day. G7 refuses a session without a course. */
const scheduleSession = (data: DataWithoutBatch<'ScheduleSession'>, { course }: Views): readonly Event[] => [
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

/** A seat is named after its revision. A seated person keeps it: the same seat again is redundant. */
const takeSeat = (data: DataWithoutBatch<'TakeSeat'>, { seats }: State, { revision }: Views): readonly Event[] => [
  { type: 'SeatTaken', data: { ...data, attempt: seats.get(data.traineeId)?.attempt ?? revision } },
]

/**
 * A process records nothing unless that seat is the current one; of a person, G7 asks for a seat. The release of a seat
 * that was released already names that seat: the same release again is redundant.
 */
const releaseSeat = (
  data: DataWithoutBatch<'ReleaseSeat'>,
  { seats, seatHistory }: State,
  { byProcess, revision }: Views,
): readonly Event[] => {
  const current = seats.get(data.traineeId)?.attempt
  const isCurrent = current !== undefined && (data.attempt === undefined || data.attempt === current)
  if (byProcess && !isCurrent) return []
  const last = seatHistory.get(data.traineeId)?.at(-1)?.attempt
  return [{ type: 'SeatReleased', data: { ...data, attempt: data.attempt ?? current ?? last ?? revision } }]
}

/** In place of a session that does not exist; G7 then refuses the delivery. */
const noSession = { subject: '', hours: 0, instructorId: InstructorId.parse('none'), placeId: PlaceId.parse('none') }

/** The content of the delivery is that of the scheduled session. */
const deliverSession = (data: DataWithoutBatch<'DeliverSession'>, { sessions }: State): readonly Event[] => {
  const { subject, hours, instructorId, placeId } = sessions.get(data.sessionId)?.scheduled ?? noSession
  const present = [...new Set(data.present)]
  return [{ type: 'SessionDelivered', data: { ...data, present, subject, hours, instructorId, placeId } }]
}

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  propose: withMirrors(mirrors, propose),
  alreadyRecordedFor: alreadyRecordedBy(slots),
}
