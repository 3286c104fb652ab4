// Releases the seat and terminates the agreements of a person who leaves the programme.
import { type Cause, readView } from '@skein/kernel'
import * as Journey from '../journey/views.js'
import { AgreementId, BatchId, type TraineeId } from '../shared/value-objects.js'
import { defineProcess, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<'JourneyWithdrawn' | 'TraineeDisqualified' | 'CandidateRejected'>

const ties = ({ id }: { readonly id: string }) => readView(Journey.stream(id), Journey.ties)

const endTies = (cause: Cause<Event>, { enrolments, agreements }: Journey.Ties, reason: string): readonly Command[] => {
  const { on } = cause.event.data
  const traineeId = streamId<TraineeId>(cause)
  return [
    ...enrolments.map(({ batchId, attempt }) => ({
      type: 'ReleaseSeat' as const,
      data: { batchId: BatchId.parse(batchId), traineeId, attempt, reason, on },
    })),
    ...agreements.map((agreementId) => ({
      type: 'TerminateAgreement' as const,
      data: { agreementId: AgreementId.parse(agreementId), reason, on },
    })),
  ]
}

export const departure = defineProcess<Event, Command>('departure', {
  JourneyWithdrawn: withView(ties, (cause, view) => endTies(cause, view, 'withdrawn')),
  TraineeDisqualified: withView(ties, (cause, view) => endTies(cause, view, 'disqualified')),
  CandidateRejected: withView(ties, (cause, view) => endTies(cause, view, 'rejected')),
})
