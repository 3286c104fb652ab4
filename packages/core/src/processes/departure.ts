// Releases the seats and terminates the agreements that a person has who leaves the programme.
import { type Cause, type Day, readView } from '@skein/kernel'
import * as Journey from '../journey/views.js'
import { AgreementId, BatchId, type TraineeId } from '../shared/value-objects.js'
import { defineProcess, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<'JourneyWithdrawn' | 'TraineeDisqualified' | 'CandidateRejected'>

const ties = ({ id }: { readonly id: string }) => readView(Journey.stream(id), Journey.ties)

const releaseSeat = (
  traineeId: TraineeId,
  { batchId, attempt }: Journey.Ties['enrolments'][number],
  { reason, on }: { readonly reason: string; readonly on: Day },
): Command => ({ type: 'ReleaseSeat', data: { batchId: BatchId.parse(batchId), traineeId, attempt, reason, on } })

const terminate = (agreementId: string, why: { readonly reason: string; readonly on: Day }): Command => ({
  type: 'TerminateAgreement',
  data: { agreementId: AgreementId.parse(agreementId), ...why },
})

const endTies = (cause: Cause<Event>, { enrolments, agreements }: Journey.Ties, reason: string) => {
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
})
