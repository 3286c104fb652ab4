// Releases the seats and terminates the agreements of a person who leaves the programme: those that the person has then,
// and those that start for an earlier day when the person has left already.
import { type Cause, type Day, readView, readViewNow } from '@skein/kernel'
import * as Journey from '../journey/views.js'
import { AgreementId, BatchId, type TraineeId } from '../shared/value-objects.js'
import { defineProcess, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Leaving = Events<'JourneyWithdrawn' | 'TraineeDisqualified' | 'CandidateRejected'>
type Event = Leaving | Events<'TraineeEnrolled' | 'MentoringStarted'>

const ties = ({ id }: { readonly id: string }) => readView(Journey.stream(id), Journey.ties)
const standing = ({ id }: { readonly id: string }) => readViewNow(Journey.stream(id), Journey.standing)

const releaseSeat = (
  traineeId: TraineeId,
  { batchId, attempt }: Journey.Ties['enrolments'][number],
  { reason, on }: { readonly reason: string; readonly on: Day },
): Command => ({ type: 'ReleaseSeat', data: { batchId: BatchId.parse(batchId), traineeId, attempt, reason, on } })

const terminate = (agreementId: string, why: { readonly reason: string; readonly on: Day }): Command => ({
  type: 'TerminateAgreement',
  data: { agreementId: AgreementId.parse(agreementId), ...why },
})

const endTies = (cause: Cause<Leaving>, { enrolments, agreements }: Journey.Ties, reason: string) => {
  const why = { reason, on: cause.event.data.on }
  return [
    ...enrolments.map((enrolment) => releaseSeat(streamId<TraineeId>(cause), enrolment, why)),
    ...agreements.map((agreementId) => terminate(agreementId, why)),
  ]
}

export const departure = defineProcess<Event, Command>('departure', {
  JourneyWithdrawn: withView(ties, (cause, view) => endTies(cause, view, 'withdrawn')),
  TraineeDisqualified: withView(ties, (cause, view) => endTies(cause, view, 'disqualified')),
  CandidateRejected: withView(ties, (cause, view) => endTies(cause, view, 'rejected')),
  TraineeEnrolled: withView(standing, (cause, { status, since }) =>
    status === 'active' || since === undefined
      ? []
      : [releaseSeat(streamId<TraineeId>(cause), cause.event.data, { reason: status, on: since })],
  ),
  MentoringStarted: withView(standing, ({ event: { data } }, { status, since }) =>
    status === 'active' || since === undefined ? [] : [terminate(data.agreementId, { reason: status, on: since })],
  ),
})
