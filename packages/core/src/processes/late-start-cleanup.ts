// Ends at once what started for something that has ended by now. An ending may overtake the start that it belongs to:
// a booking is cancelled before it is made, a seat released before its enrolment.
import { readViewNow } from '@skein/kernel'
import * as Agreement from '../agreement/views.js'
import * as Batch from '../batch/views.js'
import type { HouseholdId, InstructorId, PlaceId, TraineeId } from '../shared/value-objects.js'
import { defineProcess, streamId, withView } from './define-process.js'
import type { Command, Events } from './types.js'

type Event = Events<
  'InstructorBooked' | 'PlaceBooked' | 'BedReserved' | 'TraineeEnrolled' | 'MentorAccepted' | 'MentoringStarted'
>

/** Whether the seat or placement with that attempt is the current one. */
const isCurrent = (attempt: number | undefined, current: { readonly attempt: number } | undefined): boolean =>
  current !== undefined && (attempt === undefined || attempt === current.attempt)

export const lateStartCleanup = defineProcess<Event, Command>('lateStartCleanup', {
  InstructorBooked: withView(
    ({ event: { data } }) => readViewNow(Batch.stream(data.batchId), Batch.session(data.sessionId)),
    (cause, { session }) => {
      const { batchId, sessionId, on } = cause.event.data
      if (session?.isCancelled === false) return []
      const instructorId = streamId<InstructorId>(cause)
      return [{ type: 'CancelBooking', data: { instructorId, batchId, sessionId, reason: 'sessionCancelled', on } }]
    },
  ),
  PlaceBooked: withView(
    ({ event: { data } }) => readViewNow(Batch.stream(data.batchId), Batch.session(data.sessionId)),
    (cause, { session }) => {
      const { batchId, sessionId, on } = cause.event.data
      if (session?.isCancelled === false) return []
      const placeId = streamId<PlaceId>(cause)
      return [{ type: 'CancelPlaceBooking', data: { placeId, batchId, sessionId, reason: 'sessionCancelled', on } }]
    },
  ),
  BedReserved: withView(
    ({ event: { data } }) => readViewNow(Batch.stream(data.batchId), Batch.participation(data.traineeId)),
    (cause, { seat, endedOn }) => {
      const { batchId, traineeId, attempt, on } = cause.event.data
      if (endedOn === undefined && isCurrent(attempt, seat)) return []
      const placeId = streamId<PlaceId>(cause)
      return [{ type: 'ReleaseBed', data: { placeId, batchId, traineeId, attempt, reason: 'seatReleased', on } }]
    },
  ),
  TraineeEnrolled: withView(
    ({ id, event: { data } }) => readViewNow(Batch.stream(data.batchId), Batch.participation(id)),
    (cause, { seat, endedOn }) => {
      const { batchId, attempt, on } = cause.event.data
      if (endedOn === undefined && isCurrent(attempt, seat)) return []
      const traineeId = streamId<TraineeId>(cause)
      return [{ type: 'LeaveBatch', data: { traineeId, batchId, attempt, reason: 'seatReleased', on } }]
    },
  ),
  MentorAccepted: withView(
    ({ id, event: { data } }) => readViewNow(Agreement.stream(data.agreementId), Agreement.placement(id)),
    (cause, placement) => {
      const { agreementId, attempt, on } = cause.event.data
      if (isCurrent(attempt, placement)) return []
      const householdId = streamId<HouseholdId>(cause)
      return [{ type: 'EndMentor', data: { householdId, agreementId, attempt, reason: 'placementOver', on } }]
    },
  ),
  MentoringStarted: withView(
    ({ event: { data } }) => readViewNow(Agreement.stream(data.agreementId), Agreement.terms),
    (cause, { endedOn, endedAs }) => {
      const { agreementId, on } = cause.event.data
      if (endedOn === undefined || endedAs === undefined) return []
      return [
        { type: 'EndMentoring', data: { traineeId: streamId<TraineeId>(cause), agreementId, outcome: endedAs, on } },
      ]
    },
  ),
})
